// Where the documents are: what the program under test has written, or those that were reviewed.
export const folder = process.env.DOCUMENTS ?? new URL("../../golden", import.meta.url).pathname;
