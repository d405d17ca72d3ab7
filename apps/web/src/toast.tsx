// A quiet line over the lower edge of the page: something one may want to know, and at most one thing to do about it.
import type { ComponentChildren } from 'preact'
import { useWords } from './use-words.ts'

export interface ToastProps {
  readonly children: ComponentChildren
  readonly action?: { readonly label: string; readonly run: () => void }
  readonly onDismiss?: () => void
}

export function Toast({ children, action, onDismiss }: ToastProps) {
  const t = useWords()
  return (
    <div class="toast" role="status">
      <p>{children}</p>
      {action && (
        <button type="button" class="text-button" onClick={action.run}>
          {action.label}
        </button>
      )}
      {onDismiss && (
        <button type="button" class="text-button toast-dismiss" onClick={onDismiss}>
          {t('dismiss')}
        </button>
      )}
    </div>
  )
}
