import { readFile } from 'node:fs/promises'
import PdfKit from 'pdfkit'
import type { Face } from './design.ts'
import { page } from './design.ts'

/** What pdfkit 0.20 has and its published types leave out. */
declare global {
  // eslint-disable-next-line typescript/no-namespace -- the types of pdfkit are a global namespace; nothing else can be merged into it
  namespace PDFKit {
    interface PDFStructureElement {
      dictionary: { data: { A?: { readonly [name: string]: string } } }
    }
    interface PDFOutline {
      addItem(title: string, options: { readonly top: number; readonly expanded: boolean }): PDFOutline
    }
    interface PDFDocument {
      _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } }
    }
  }
}

export type Element = PDFKit.PDFStructureElement

export type FileFacts = {
  readonly title: string
  readonly subject: string
  readonly language: string
  readonly keywords: string
  readonly producer: string
  readonly createdAt: Date
}

export type Fonts = { readonly [face in Face]: Buffer }

const fontFile = (name: string): Promise<Buffer> => readFile(new URL(`../fonts/${name}`, import.meta.url))

let loading: Promise<Fonts> | undefined

/** The three fonts, read once for the life of the program. */
export const loadFonts = (): Promise<Fonts> => {
  loading ??= Promise.all([
    fontFile('SourceSerif4-Regular.ttf'),
    fontFile('SourceSerif4-SemiBold.ttf'),
    fontFile('SourceCodePro-Regular.ttf'),
  ]).then(([text, strong, code]) => ({ text, strong, code }))
  return loading
}

/** A PDF file that claims PDF/UA-1 (ISO 14289-1). Dates come from its facts and its id from them too: equal facts and content give equal bytes. */
export class PdfFile extends PdfKit {
  constructor(facts: FileFacts, fonts: Fonts) {
    super({
      size: [page.width, page.height],
      margin: 0,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: facts.language,
      bufferPages: true,
      autoFirstPage: false,
      // No font until one of ours is set: the standard ones are not embedded.
      font: '',
      info: {
        Title: facts.title,
        Subject: facts.subject,
        Keywords: facts.keywords,
        Creator: facts.producer,
        Producer: facts.producer,
        CreationDate: facts.createdAt,
        ModDate: facts.createdAt,
      },
    })
    this.registerFont('text', fonts.text)
    this.registerFont('strong', fonts.strong)
    this.registerFont('code', fonts.code)
  }

  /**
   * pdfkit calls this after it wrote the Info dictionary. It puts the same texts into XMP unescaped, so `Smith & Sons` would break the
   * file's metadata. Its own PDF/UA switch is left off because that writes a CIDSet without the parts of composite letters, which
   * ISO 14289-1, 7.21.4.2 forbids; a file without a CIDSet conforms.
   */
  override endMetadata(): void {
    const texts = Object.entries(this.info).filter(([, value]) => typeof value === 'string')
    Object.assign(this.info, Object.fromEntries(texts.map(([name, value]) => [name, escapeXml(String(value))])))
    this.appendXML(
      '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>',
    )
    super.endMetadata()
  }
}

/** Finishes the file and gives its bytes. */
export const bytesOf = async (file: PdfFile): Promise<Uint8Array> => {
  file.end()
  const parts: Uint8Array[] = []
  for await (const part of file) parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}

/** XMP is UTF-8, but pdfkit counts its length in UTF-16 units: character references keep both numbers equal. */
const escapeXml = (text: string): string => text.replace(/[&<>"]|[^\x20-\x7e]/gu, (letter) => `&#${letter.codePointAt(0) ?? 0xfffd};`)
