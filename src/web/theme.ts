/** Light, dark, or as the machine says. The choice stays in this browser. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const place = 'mandate.theme'

export const readTheme = (): Theme => {
  const kept = localStorage.getItem(place)
  return themes.find((known) => known === kept) ?? 'system'
}

export const applyTheme = (theme: Theme): void => {
  if (theme === 'system') {
    localStorage.removeItem(place)
    delete document.documentElement.dataset['theme']
    return
  }
  localStorage.setItem(place, theme)
  document.documentElement.dataset['theme'] = theme
}
