/**
 * What the server knows of the person behind a presence state, written over what the client says: nobody shows the name of
 * somebody else. The state stays the client's otherwise: cursor, colour, and whatever an editor adds.
 */
import { anonymous, type Role } from './access.ts'

/** As the server knows them. */
export interface KnownUser {
  readonly principal: string
  readonly name: string | undefined
  readonly role: Role
}

/**
 * The state (JSON text) with `user.id`, `user.name` and `user.role` as the server knows them. Who is not signed in goes by
 * the name that they say, and has neither id nor role.
 */
export function stampUser(state: string, { principal, name, role }: KnownUser): string {
  const isSignedIn = principal !== anonymous
  if (!isSignedIn && name === undefined && !mayNameId(state)) return state
  const value: unknown = JSON.parse(state)
  // Something else than an object shows no user; `null` is nobody.
  if (!isRecord(value)) return state
  const said = isRecord(value['user']) ? value['user'] : {}
  const user: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(said)) {
    if (key === 'id' || key === 'role') continue
    // It ends up in style sheets.
    if ((key === 'color' || key === 'colorLight') && !isColor(part)) continue
    user[key] = part
  }
  if (isSignedIn) {
    user['id'] = principal
    user['role'] = role
    user['name'] = name ?? principal
  } else if (name !== undefined) {
    user['name'] = name
  }
  return JSON.stringify({ ...value, user })
}

/** Most states of people who are not signed in say nothing that would have to go; reading each would cost more. */
function mayNameId(state: string): boolean {
  return state.includes('"id"') || state.includes('"role"') || state.includes('\\')
}

/** As editors write them: #c53, #cc5533, #cc553380, red, rgb(1, 2, 3), hsl(1 2% 3%). */
function isColor(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^(?:#[\da-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\))$/iu.test(value)
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
