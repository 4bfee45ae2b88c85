/** The error of writing a new object where there already is one. */
export const objectExists = (key: string): Error => new Error(`${key} is in the lake already`)
