import { problemTable } from './problems.ts'

export const problems = problemTable(
  {
    misread: 'Cette page et le serveur ne se comprennent pas. Rechargez la page.',
    refused:
      'Le serveur n’a pas pu accepter cette modification. Elle est conservée sur cet appareil ; rechargez la page.',
    readOnly: 'Vous pouvez lire ce document, mais pas le modifier.',
  },
  {
    'bad-document-name': 'Cette adresse de document n’est pas valable.',
    'document-full': 'Ce document a atteint sa taille maximale.',
    unauthorized: 'Connectez-vous pour ouvrir ce document.',
    forbidden: 'Vous n’avez pas accès à ce document.',
    'forbidden-client':
      'Ces modifications portent la marque d’une autre personne et n’ont pas été acceptées. Rechargez la page.',
    'access-unavailable': 'Le serveur ne peut pas vérifier vos droits pour le moment. Nouvel essai en cours.',
    'not-found': 'Ce document n’existe pas.',
    'rate-limited': 'C’est trop à la fois. Vos modifications seront renvoyées dans un instant.',
    'too-many-connections': 'Ce document est plein. Nouvel essai dans un instant.',
    'too-slow': 'Votre connexion est lente. Reconnexion en cours.',
    'load-failed': 'Ce document ne peut pas être ouvert pour le moment. Nouvel essai en cours.',
    'storage-unavailable':
      'Le serveur ne peut pas enregistrer pour le moment. Vous pouvez continuer à écrire.',
    restarting: 'Le serveur redémarre. Reconnexion en cours.',
    internal: 'Une erreur s’est produite sur le serveur. Reconnexion en cours.',
    'offline-forgotten':
      'La copie de ce document sur cet appareil a été supprimée. Les modifications n’y sont plus conservées.',
    'offline-outdated':
      'Une version plus récente de cette page est ouverte dans un autre onglet. Rechargez celle-ci pour que les modifications restent conservées ici.',
    'offline-lost': 'Le navigateur a supprimé la copie de ce document sur cet appareil.',
    'offline-full':
      'Il n’y a plus de place sur cet appareil pour conserver les modifications. Libérez de l’espace.',
    'offline-blocked':
      'Un autre onglet occupe la copie de ce document sur cet appareil. Fermez les autres onglets ou rechargez-les.',
    'offline-unavailable':
      'Ce navigateur ne laisse pas cette page conserver de modifications sur cet appareil (une fenêtre privée, peut-être).',
    'token-failed': 'La connexion au compte a échoué. Nouvel essai en cours.',
    'too-large': 'Ces modifications sont trop volumineuses pour être envoyées au serveur en une fois.',
    closed: 'Le serveur a mis fin à la connexion.',
  },
)
