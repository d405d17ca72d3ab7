// You: the name and colour others see at your caret. Changes hold at once, here and in every open document.
import { useId } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { palette } from './color.ts'
import { ColorSwatch } from './color-swatch.tsx'
import { cleanName, maxNameLength } from './identity.ts'
import { Popover } from './popover.tsx'
import { identityStore } from './services.ts'
import { useStore } from './use-store.ts'

export function Profile() {
  const identity = useStore(identityStore)
  return (
    <Popover
      label="Your name and colour"
      buttonLabel={`${identity.name} (you): change your name and colour`}
      tip={`${identity.name} (you)`}
      button={<Avatar {...identity} />}
      buttonClass="avatar-button"
    >
      <ProfileForm />
    </Popover>
  )
}

function ProfileForm() {
  const identity = useStore(identityStore)
  const id = useId()
  return (
    <form class="profile" onSubmit={(event) => event.preventDefault()}>
      <label class="field-label" for={id}>
        Your name
      </label>
      <input
        id={id}
        class="field"
        type="text"
        autocomplete="nickname"
        spellcheck={false}
        maxLength={maxNameLength}
        defaultValue={identity.name}
        onInput={(event) => {
          const name = cleanName(event.currentTarget.value)
          if (name !== '') identityStore.set({ ...identityStore.get(), name })
        }}
        onBlur={(event) => {
          // An emptied field goes back to the name that still holds.
          event.currentTarget.value = identityStore.get().name
        }}
      />
      <fieldset class="swatches">
        <legend class="field-label">Your colour</legend>
        {palette.map(({ name, color }) => (
          <ColorSwatch
            key={color}
            name={name}
            color={color}
            chosen={color === identity.color}
            onChoose={() => identityStore.set({ ...identityStore.get(), color })}
          />
        ))}
      </fieldset>
      <p class="hint">Others see this at your caret. This browser remembers it.</p>
    </form>
  )
}
