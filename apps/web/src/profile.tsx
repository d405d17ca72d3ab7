// You: the name and colour others see at your caret. Changes hold at once, here and in every open document.
import { useId } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { palette } from './color.ts'
import { ColorSwatch } from './color-swatch.tsx'
import { cleanName, maxNameLength } from './identity.ts'
import { LanguageSelect } from './language-menu.tsx'
import { Popover } from './popover.tsx'
import { identityStore } from './services.ts'
import { useStore } from './use-store.ts'
import { useWords } from './use-words.ts'

export function Profile() {
  const t = useWords()
  const identity = useStore(identityStore)
  return (
    <Popover
      label={t('profile')}
      buttonLabel={t('changeYourName', { name: identity.name })}
      tip={t('you', { name: identity.name })}
      button={<Avatar {...identity} />}
      buttonClass="avatar-button"
    >
      <ProfileForm />
    </Popover>
  )
}

function ProfileForm() {
  const t = useWords()
  const identity = useStore(identityStore)
  const id = useId()
  return (
    <form class="profile" onSubmit={(event) => event.preventDefault()}>
      <label class="field-label" for={id}>
        {t('yourName')}
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
        <legend class="field-label">{t('yourColor')}</legend>
        {palette.map(({ name, color }) => (
          <ColorSwatch
            key={color}
            name={t(name)}
            color={color}
            chosen={color === identity.color}
            onChoose={() => identityStore.set({ ...identityStore.get(), color })}
          />
        ))}
      </fieldset>
      <p class="hint">{t('profileHint')}</p>
      <label class="field-label" for={`${id}-language`}>
        {t('language')}
      </label>
      <LanguageSelect id={`${id}-language`} class="field" />
    </form>
  )
}
