import { problemTable } from './problems.ts'

export const problems = problemTable(
  {
    misread: '此页面与服务器无法相互理解。请重新加载页面。',
    refused: '服务器无法接受此更改。它保留在此设备上；请重新加载页面。',
    readOnly: '您可以阅读此文档，但不能修改。',
  },
  {
    'bad-document-name': '这不是有效的文档地址。',
    'document-full': '此文档已达到大小上限。',
    unauthorized: '请登录以打开此文档。',
    forbidden: '您无权访问此文档。',
    'forbidden-client': '这些更改带有他人的标记，未被接受。请重新加载页面。',
    'access-unavailable': '服务器暂时无法核实您的权限。正在重试。',
    'not-found': '没有这样的文档。',
    'rate-limited': '一次发送得太多。您的更改稍后会重新发送。',
    'too-many-connections': '此文档的人数已满。稍后会重试。',
    'too-slow': '您的连接较慢。正在重新连接。',
    'load-failed': '暂时无法打开此文档。正在重试。',
    'storage-unavailable': '服务器暂时无法保存。您可以继续书写。',
    restarting: '服务器正在重启。正在重新连接。',
    internal: '服务器出了问题。正在重新连接。',
    'offline-forgotten': '此设备上的文档副本已被删除。更改不再保留在此处。',
    'offline-outdated': '另一个标签页中打开了此页面的较新版本。请重新加载此页面，以便在此保留更改。',
    'offline-lost': '浏览器删除了此设备上的文档副本。',
    'offline-full': '此设备没有空间保留更改。请腾出一些空间。',
    'offline-blocked': '另一个标签页占用了此设备上的文档副本。请关闭或重新加载其他标签页。',
    'offline-unavailable': '此浏览器不允许本页面在此设备上保留更改（可能是隐私窗口）。',
    'token-failed': '登录失败。正在重试。',
    'too-large': '这些更改太大，无法一次发送到服务器。',
    closed: '服务器已关闭连接。',
  },
)
