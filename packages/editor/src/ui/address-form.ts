// A line that asks for an address, with its button, more buttons where they are needed, and what is wrong with the address.

export interface AddressFormOptions {
  readonly document: Document
  readonly value?: string
  /** For screen readers. */
  readonly label: string
  readonly placeholder: string
  /** What the button says. */
  readonly apply: string
  /** Without outer spaces. The sentence that says why it cannot be used, or nothing when it is. */
  readonly onApply: (address: string) => string | undefined
}

export interface AddressForm {
  readonly form: HTMLFormElement
  readonly input: HTMLInputElement
  addButton(label: string, run: () => void): void
}

export function createAddressForm(options: AddressFormOptions): AddressForm {
  const { document, value = '', label, placeholder, apply, onApply } = options
  const form = document.createElement('form')
  form.noValidate = true
  const input = document.createElement('input')
  input.type = 'text'
  input.inputMode = 'url'
  input.value = value
  input.placeholder = placeholder
  input.setAttribute('aria-label', label)
  input.autocomplete = 'off'
  input.spellcheck = false
  const problem = document.createElement('p')
  problem.className = 'stet-link-problem'
  problem.setAttribute('role', 'alert')
  form.append(input, createButton(apply, 'submit'), problem)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    problem.textContent = onApply(input.value.trim()) ?? ''
  })
  return {
    form,
    input,
    addButton(words, run) {
      const button = createButton(words, 'button')
      button.addEventListener('click', run)
      problem.before(button)
    },
  }

  function createButton(words: string, type: 'submit' | 'button'): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = type
    element.className = 'stet-button'
    element.textContent = words
    return element
  }
}
