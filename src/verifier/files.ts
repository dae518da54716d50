/** What a dropped file is for: told by what it says, so that nobody must sort files first. */
export type Slot = 'evidence' | 'key' | 'head'

/** Which of the three a text is. What is nothing known is taken for evidence, whose reader then says what is wrong with it. */
export const slotOf = (text: string): Slot => {
  const start = text.trimStart()
  if (start.startsWith('{')) return !/"mandate-evidence\//.test(start.slice(0, 4000)) && /"trailKey"\s*:/.test(start) ? 'key' : 'evidence'
  if (text.includes('\n\n— ')) return 'head'
  return start.length < 1000 && start !== '' && !start.startsWith('[') ? 'key' : 'evidence'
}

/** The text of a file, or null when it is not UTF-8. */
export const readText = async (file: Blob): Promise<string | null> => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer())
  } catch {
    // The decoder throws for bytes that are no UTF-8, and the browser for a file that is gone.
    return null
  }
}
