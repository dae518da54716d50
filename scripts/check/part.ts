/** One thing that is wrong: where (`src/app/run.ts:12`, a table, a clause), and a sentence that says what to do instead. */
export type Finding = { readonly at: string; readonly says: string }

/** One part of the check. `root` is the folder of the project; no finding means that the part holds. */
export type Part = { readonly name: string; run(root: string): Promise<readonly Finding[]> }

export const finding = (at: string, says: string): Finding => ({ at, says })
