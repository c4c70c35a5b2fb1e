import { z } from 'zod';

/**
 * What is wrong with a configuration by the rules of the CloudWatch agent's JSON schema
 * (amazon-cloudwatch-agent, translator/config/schema.json), as far as a generated one uses it: `logs`, `metrics` and an entry
 * of `collect_list` take no other keys, lists hold no item twice, and texts, times and retentions have their limits.
 */
export function agentProblems(config: unknown): string[] {
  const { error } = AGENT.safeParse(JSON.parse(JSON.stringify(config)));
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

// --- internal ---

const text = (max: number) => z.string().min(1).max(max);
const seconds = z.int().min(1).max(172_800);

const RETENTIONS = [
  -1, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const isUnique = (items: readonly unknown[]): boolean =>
  new Set(items.map((item) => JSON.stringify(item))).size === items.length;

const collected = z.strictObject({
  file_path: text(4_096),
  log_group_name: text(512).optional(),
  log_stream_name: text(512).optional(),
  retention_in_days: z
    .int()
    .refine((days) => RETENTIONS.includes(days))
    .optional(),
});

const measured = z.looseObject({ measurement: z.array(z.string()).min(1) });

const AGENT = z.looseObject({
  agent: z
    .looseObject({ metrics_collection_interval: seconds.optional(), omit_hostname: z.boolean().optional() })
    .optional(),
  logs: z
    .strictObject({
      logs_collected: z.strictObject({
        files: z.strictObject({ collect_list: z.array(collected).min(1).max(16_384).refine(isUnique) }),
      }),
      force_flush_interval: seconds.optional(),
    })
    .optional(),
  metrics: z
    .strictObject({
      namespace: text(255).optional(),
      append_dimensions: z.record(z.string(), text(1_024)).optional(),
      aggregation_dimensions: z
        .array(z.array(text(1_024)).max(30).refine(isUnique))
        .min(1)
        .refine(isUnique)
        .optional(),
      metrics_collected: z.looseObject({
        mem: measured.optional(),
        swap: measured.optional(),
        disk: measured
          .extend({
            drop_device: z.boolean().optional(),
            ignore_file_system_types: z.array(text(4_096)).optional(),
          })
          .optional(),
      }),
    })
    .optional(),
});
