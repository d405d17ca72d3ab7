// No access control: whoever reaches the server may read and write every document. It is for one's own machine, and
// for networks whose other doors are locked.
import { anonymous } from './types.ts'
import type { Allowed, Authorize } from './types.ts'

const everything: Allowed = { kind: 'allow', principal: anonymous, role: 'write' }

export const authorizeEveryone: Authorize = () => everything
