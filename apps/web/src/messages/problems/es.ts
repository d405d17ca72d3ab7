import { problemTable } from './problems.ts'

export const problems = problemTable(
  {
    misread: 'Esta página y el servidor no se entienden. Vuelva a cargar la página.',
    refused:
      'El servidor no pudo aceptar este cambio. Se conserva en este dispositivo; vuelva a cargar la página.',
    readOnly: 'Puede leer este documento, pero no modificarlo.',
  },
  {
    'bad-document-name': 'Esta dirección de documento no es válida.',
    'document-full': 'Este documento ha alcanzado su tamaño máximo.',
    unauthorized: 'Inicie sesión para abrir este documento.',
    forbidden: 'No tiene acceso a este documento.',
    'forbidden-client':
      'Estos cambios llevan la marca de otra persona y no se aceptaron. Vuelva a cargar la página.',
    'access-unavailable': 'El servidor no puede comprobar su acceso en este momento. Se intenta de nuevo.',
    'not-found': 'Este documento no existe.',
    'rate-limited': 'Demasiado a la vez. Sus cambios se enviarán de nuevo en un momento.',
    'too-many-connections': 'No cabe nadie más en este documento. Se intentará de nuevo en breve.',
    'too-slow': 'Su conexión es lenta. Conectando de nuevo.',
    'load-failed': 'Este documento no se puede abrir en este momento. Se intenta de nuevo.',
    'storage-unavailable': 'El servidor no puede guardar en este momento. Puede seguir escribiendo.',
    restarting: 'El servidor se está reiniciando. Conectando de nuevo.',
    internal: 'Algo ha fallado en el servidor. Conectando de nuevo.',
    'offline-forgotten':
      'Se eliminó la copia de este documento en este dispositivo. Los cambios ya no se conservan aquí.',
    'offline-outdated':
      'Hay una versión más reciente de esta página abierta en otra pestaña. Vuelva a cargar esta para que los cambios se conserven aquí.',
    'offline-lost': 'El navegador eliminó la copia de este documento en este dispositivo.',
    'offline-full':
      'No queda espacio en este dispositivo para conservar los cambios. Libere algo de espacio.',
    'offline-blocked':
      'Otra pestaña ocupa la copia de este documento en este dispositivo. Cierre las demás pestañas o vuelva a cargarlas.',
    'offline-unavailable':
      'Este navegador no permite que la página conserve cambios en este dispositivo (quizá sea una ventana privada).',
    'token-failed': 'No se pudo iniciar sesión. Se intenta de nuevo.',
    'too-large': 'Estos cambios son demasiado grandes para enviarlos al servidor de una vez.',
    closed: 'El servidor cerró la conexión.',
  },
)
