// Begins a document with what an embedder gives.
export { jsonToYjs as writeContent } from '@stet/document'
