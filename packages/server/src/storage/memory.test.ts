import { describeStorageContract } from './contract.ts'
import { createMemoryStorage } from './memory.ts'

describeStorageContract({ name: 'memory', open: async () => createMemoryStorage() })
