/** A text for people, before it is HTML or PDF: both renderings print exactly these blocks, so they cannot differ. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly id?: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A clause's own text, its id, and the figures that stand in it (`72 hours`), to be set apart. */
  | {
      readonly kind: 'clause'
      readonly id: string
      readonly number: string
      readonly heading: string
      readonly text: string
      readonly figures: readonly string[]
    }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly caption: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Something to be copied exactly: a hash, a fingerprint. */
  | { readonly kind: 'code'; readonly label: string; readonly text: string }

/** `language` is a BCP 47 tag; `subject` says in one sentence what this is; `footer` is printed on every page (the hash, as a rule). */
export type PaperDocument = {
  readonly title: string
  readonly language: string
  readonly subject: string
  readonly footer: string
  readonly blocks: readonly Block[]
}
