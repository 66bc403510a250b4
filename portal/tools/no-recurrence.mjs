// In place of what makes rules of recurrence into dates, which no session has.
export const RRule = undefined;
export const rrulestr = undefined;
export default { RRule };
