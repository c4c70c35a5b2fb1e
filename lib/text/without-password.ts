/** A text that may be an address, for a message: what stands before the host of one may be a password, whatever is in it. */
export const withoutPassword = (text: string): string => text.replace(/\/\/\S*@/g, '//…@');
