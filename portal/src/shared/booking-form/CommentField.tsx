import { Textarea, type TextareaProps } from '@mantine/core';

interface Props extends Pick<TextareaProps, 'label' | 'description' | 'my' | 'mb'> {
  value: string;
  onChange: (words: string) => void;
}

/** What is noted of a session when it is booked: as long as the server takes it. */
export function CommentField({ onChange, ...field }: Props) {
  return (
    <Textarea
      {...field}
      maxLength={2000}
      autosize
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
