import { useQueryClient } from '@tanstack/react-query'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { signOut, switchTenant, type SignedIn } from '../api/session.ts'
import { say, sayCode } from '../say.ts'
import { applyTheme, readTheme, themes, type Theme } from '../theme.ts'

/** Who one is, which of one's customers, light or dark, and the way out. */
export const AccountMenu = ({ signedIn }: { readonly signedIn: SignedIn }) => {
  const [theme, setTheme] = useState<Theme>(readTheme)
  const queries = useQueryClient()
  const others = signedIn.memberships.filter((membership) => membership.tenant !== signedIn.tenant)
  const leave = async (act: () => Promise<unknown>): Promise<void> => {
    await act()
    queries.clear()
    window.location.assign('/')
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="account">{sayCode('role', signedIn.role)}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
        {others.length === 0 ? null : <DropdownMenu.Label className="menu-label">{say('act_for')}</DropdownMenu.Label>}
        {others.map(({ tenant, role }) => (
          <DropdownMenu.Item key={tenant} onSelect={() => void leave(() => switchTenant(tenant))}>
            {say('other_tenant', { role: sayCode('role', role), tenant: tenant.slice(0, 8) })}
          </DropdownMenu.Item>
        ))}
        <DropdownMenu.Label className="menu-label">{say('theme')}</DropdownMenu.Label>
        <DropdownMenu.RadioGroup value={theme}>
          {themes.map((known) => (
            <DropdownMenu.RadioItem
              key={known}
              value={known}
              onSelect={() => {
                applyTheme(known)
                setTheme(known)
              }}
            >
              {sayCode('theme', known)}
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="menu-line" />
        <DropdownMenu.Item asChild>
          <a href="/reference">{say('api_reference')}</a>
        </DropdownMenu.Item>
        <DropdownMenu.Item onSelect={() => void leave(signOut)}>{say('sign_out')}</DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
