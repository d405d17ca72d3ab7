// The API of this site. Apart from the other services: whoever opens a document does not ask it anything.
import { createApi } from './api.ts'

export const api = createApi()
