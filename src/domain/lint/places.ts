const members: readonly string[] = [
  'austria',
  'belgium',
  'bulgaria',
  'croatia',
  'cyprus',
  'czechia',
  'czech republic',
  'denmark',
  'estonia',
  'finland',
  'france',
  'germany',
  'greece',
  'hungary',
  'ireland',
  'italy',
  'latvia',
  'lithuania',
  'luxembourg',
  'malta',
  'netherlands',
  'the netherlands',
  'poland',
  'portugal',
  'romania',
  'slovakia',
  'slovenia',
  'spain',
  'sweden',
  'iceland',
  'liechtenstein',
  'norway',
  'eu',
  'eea',
  'european union',
  'european economic area',
  'the european union',
  'the european economic area',
  'at',
  'be',
  'bg',
  'hr',
  'cy',
  'cz',
  'dk',
  'ee',
  'fi',
  'fr',
  'de',
  'gr',
  'el',
  'hu',
  'ie',
  'it',
  'lv',
  'lt',
  'lu',
  'mt',
  'nl',
  'pl',
  'pt',
  'ro',
  'sk',
  'si',
  'es',
  'se',
  'is',
  'li',
  'no',
]

/** Is every place that the text names in the European Economic Area (the 27 of the Union, Iceland, Liechtenstein, Norway)? `Ireland (EU)` and `France / EU` are. */
export const isInEea = (place: string): boolean => {
  const names = place
    .toLowerCase()
    .replaceAll(/\(.*?\)/g, ' ')
    .split(/[/,;&]|\band\b/)
    .map((name) =>
      name
        .replaceAll(/[^\p{L} ]/gu, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((name) => name !== '')
  return names.length > 0 && names.every((name) => members.includes(name))
}
