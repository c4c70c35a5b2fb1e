// Bundles a file as somebody who has configured nothing would. usage: node bundle.mjs BUNDLER ENTRY OUT MINIFY
// Prints the bundler's warnings as a JSON list.
import { basename, dirname, resolve } from 'node:path';

const [bundler, entry, out, minify] = process.argv.slice(2);
const isModule = entry.endsWith('.mjs');

const BUNDLERS = {
  async esbuild() {
    const { build } = await import('esbuild');
    const { warnings } = await build({
      entryPoints: [entry],
      outfile: out,
      bundle: true,
      platform: 'node',
      format: isModule ? 'esm' : 'cjs',
      minify: minify === 'true',
      logLevel: 'silent',
    });
    return warnings.map(({ text }) => text);
  },
  async rollup() {
    const { rollup } = await import('rollup');
    const { nodeResolve } = await import('@rollup/plugin-node-resolve');
    const { default: commonjs } = await import('@rollup/plugin-commonjs');
    const { default: terser } = await import('@rollup/plugin-terser');
    const warnings = [];
    const plugins = [
      nodeResolve({ preferBuiltins: true }),
      commonjs(),
      ...(minify === 'true' ? [terser()] : []),
    ];
    const onwarn = ({ message }) => warnings.push(message);
    const bundle = await rollup({ input: entry, plugins, onwarn });
    await bundle.write({ file: out, format: isModule ? 'es' : 'cjs' });
    await bundle.close();
    return warnings;
  },
  async webpack() {
    const { default: webpack } = await import('webpack');
    const config = {
      mode: 'production',
      target: 'node20',
      entry: resolve(entry),
      output: {
        path: resolve(dirname(out)),
        filename: basename(out),
        ...(isModule ? { module: true, library: { type: 'module' } } : { library: { type: 'commonjs2' } }),
      },
      experiments: { outputModule: isModule },
      optimization: { minimize: minify === 'true' },
    };
    const stats = await new Promise((done, fail) =>
      webpack(config, (error, result) => (error ? fail(error) : done(result))),
    );
    const { warnings, errors } = stats.toJson({ all: false, warnings: true, errors: true });
    return [...warnings, ...errors].map(({ message }) => message);
  },
};

console.log(JSON.stringify(await BUNDLERS[bundler]()));
