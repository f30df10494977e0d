// Copies what the compiler leaves behind (texts, the sandbox page, shipped values) beside the compiled code.
import { cp } from 'node:fs/promises';

const ASSET = /\.(json|html|css|js|svg|png|ico|webmanifest)$/;
const isFolder = (path) => !/\.[a-z0-9]+$/i.test(path);

await cp('src', 'dist/src', { recursive: true, filter: (path) => isFolder(path) || ASSET.test(path) });
await cp('config', 'dist/config', { recursive: true });
