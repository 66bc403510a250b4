import { createTheme, defaultVariantColorsResolver } from '@mantine/core';

/** What of the looks is a choice of components. Colours and sizes are in theme.css. */
export const theme = createTheme({
  primaryColor: 'teal',
  fontFamily: 'var(--mantine-font-family)',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { tt: 'none' } },
    // The arrow of a list is a picture without a name.
    NativeSelect: { defaultProps: { rightSectionProps: { 'aria-hidden': true } } },
  },
  // The library would write white on every filled ground, which at night is a light one.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colors, color: 'var(--anteroom-on-filled)' } : colors;
  },
});
