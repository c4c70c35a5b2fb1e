import { gzipSync } from 'node:zlib';
import { Token } from 'aws-cdk-lib';
import {
  type ContainerDefinition,
  ContainerDependencyCondition,
  ContainerImage,
  type LogDriver,
  type TaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import { acknowledge } from '../acknowledge';
import { ConstructError } from '../construct-error';

/** A text file of a service, such as one of the files of `tiltmeter/stack`. */
export interface ServiceFile {
  /** Relative to its folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A folder that a container gets: with files, and then read-only, or empty and its own. */
export type TaskFolder =
  | { readonly path: string; readonly files: readonly ServiceFile[] }
  | { readonly path: string; readonly owner: string };

/**
 * Mounts folders into a container whose image knows nothing of them. A second container fills them before the
 * first starts and then ends: images without a shell cannot do it themselves, and whatever is written travels in
 * the task definition, so that a new text is a new deployment, and no bucket and no right to read one is needed.
 */
export function addFolders(
  task: TaskDefinition,
  container: ContainerDefinition,
  folders: readonly TaskFolder[],
  logging: LogDriver,
): void {
  const files = folders.flatMap((folder) =>
    'files' in folder ? folder.files.map(({ path, text }) => ({ path: `${folder.path}/${path}`, text })) : [],
  );
  for (const { path, text } of files) checkFile(container, path, text);
  const packed = files.map(({ text }) => gzipSync(text, { level: 9 }).toString('base64'));
  checkSize(container, packed);
  const writer = task.addContainer('files', {
    image: ContainerImage.fromRegistry(SHELL_IMAGE),
    essential: false,
    command: ['sh', '-c', script(folders, files)],
    environment: Object.fromEntries(packed.map((text, n) => [variable(n), text])),
    // new volumes belong to root
    user: '0',
    readonlyRootFilesystem: true,
    logging,
  });
  folders.forEach((folder, n) => {
    const name = `folder-${n}`;
    task.addVolume({ name });
    writer.addMountPoints({ sourceVolume: name, containerPath: folder.path, readOnly: false });
    container.addMountPoints({ sourceVolume: name, containerPath: folder.path, readOnly: 'files' in folder });
  });
  container.addContainerDependencies({ container: writer, condition: ContainerDependencyCondition.SUCCESS });
  acknowledge(task, {
    'AwsSolutions::AwsSolutions-ECS2':
      'the variables hold configuration; what is secret comes from Secrets Manager',
  });
}

// --- internal ---

/** BusyBox 1.37.0, all platforms. */
const SHELL_IMAGE =
  'public.ecr.aws/docker/library/busybox@sha256:bdf57e528e45e4433820e045b29b4597825a1c9e38353532d90a01445013f82e';

/** ECS takes task definitions of 64 KiB; this leaves 8 KiB for the rest of it. */
const MAX_PACKED = 56 * 1024;

const variable = (n: number): string => `FILE_${n}`;

function script(folders: readonly TaskFolder[], files: readonly ServiceFile[]): string {
  const parents = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))].sort();
  return [
    'set -e',
    ...folders.flatMap((folder) => ('owner' in folder ? [`chown ${folder.owner} ${folder.path}`] : [])),
    ...parents.map((parent) => `mkdir -p ${parent}`),
    ...files.map(({ path }, n) => `printf %s "$${variable(n)}" | base64 -d | gunzip > ${path}`),
  ].join('\n');
}

function checkFile(container: ContainerDefinition, path: string, text: string): void {
  if (!/^(\/[\w-][\w.-]*)+$/.test(path)) {
    throw new ConstructError(
      container,
      `files: got the path '${path}', allowed: names of letters, digits, '.', '_' and '-', divided by '/'`,
    );
  }
  if (Token.isUnresolved(text)) {
    throw new ConstructError(
      container,
      `files: '${path}' holds a value that is known at deployment only, allowed: text; give names and addresses as they are`,
    );
  }
}

function checkSize(container: ContainerDefinition, packed: readonly string[]): void {
  const size = packed.reduce((sum, text) => sum + text.length, 0);
  if (size <= MAX_PACKED) return;
  throw new ConstructError(
    container,
    `files: got ${size} bytes when packed, allowed: ${MAX_PACKED}, since ECS takes task definitions of up to 64 KiB; give fewer files`,
  );
}
