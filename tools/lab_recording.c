#include "tools/lab_recording.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "datasets/sigmf_writer.h"
#include "tools/cancel.h"
#include "tools/lab_air.h"
#include "tools/lab_iq.h"
#include "tools/output_folder.h"
#include "tools/workers.h"

/* What the metadata may say of a carrier: the schema's greatest. */
#define MOST_CARRIER_HZ 1e12

typedef struct bench {
    const phw_lab_plan *plan;
    phw_writer *meta[PHW_LAB_NODES_MAX];
    phw_writer *data[PHW_LAB_NODES_MAX];
    uint64_t seed;
    uint32_t trial;
} bench;

/* One node's recording under way. */
typedef struct tape {
    const bench *bench;
    size_t node;
    phw_air *air;
    phw_iq *iq;
    phw_sigmf_writer *writer;
} tape;

static size_t count_heard(const phw_lab_plan *plan, size_t node)
{
    size_t n = 0;
    for (size_t o = 0; o < plan->n; ++o)
        n += plan->observation[o].receiver == node;
    return n;
}

phw_status phw_lab_recording_check(const phw_lab_plan *plan)
{
    const double n_probes = plan->scenario->value[PHW_SCENARIO_PROBES];
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        const double n = n_probes * (double)count_heard(plan, i);
        if (n > PHW_RECORDING_SLOTS_MAX)
            return phw_fail(PHW_EARG,
                            "--iq: %s receives %.0f slots; expected at most %d: lower "
                            "n_probes",
                            plan->node[i].name, n, PHW_RECORDING_SLOTS_MAX);
    }
    return PHW_OK;
}

/* The observation by which the node hears sounding k; plan->n for none. */
static size_t find_heard(const phw_lab_plan *plan, size_t node, size_t sounding)
{
    size_t o = 0;
    while (o < plan->n &&
           (plan->observation[o].receiver != node ||
            plan->node[plan->observation[o].sender].sounding != sounding))
        ++o;
    return o;
}

static phw_status put_slot(tape *t, size_t o, size_t probe)
{
    const phw_lab_plan *plan = t->bench->plan;
    const phw_cf *slot = NULL;
    const size_t n = phw_iq_slot_size(t->iq);
    const size_t lead = phw_iq_slot_lead(t->iq);
    const double rate_hz = plan->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    const double instant_s = phw_lab_plan_instant(plan, o, probe);
    const uint64_t start = phw_sigmf_writer_n_samples(t->writer);
    PHW_TRY(phw_iq_slot(t->iq, &slot, o, 0, probe));
    /* Time 0 is `lead` samples after the recording's beginning. */
    PHW_TRY(
        phw_sigmf_writer_segment(t->writer, (uint64_t)llround(instant_s * rate_hz)));
    PHW_TRY(phw_sigmf_writer_push(t->writer, slot, n));
    const phw_recording_field field[] = {
        {.name = "exchange", .number = (double)probe},
        {.name = "time_s", .number = instant_s},
    };
    const char *sender = plan->node[plan->observation[o].sender].name;
    char label[PHW_SIGMF_LABEL_MAX + 1]; /* names are longer; then a comment has it */
    const bool whole = snprintf(label, sizeof label, "%s", sender) < (int)sizeof label;
    const phw_sigmf_annotation annotation = {.start = start + lead,
                                             .count = n - 2 * lead,
                                             .label = label,
                                             .comment = whole ? NULL : sender,
                                             .field = field,
                                             .n_fields =
                                                 sizeof field / sizeof field[0]};
    return phw_sigmf_writer_annotate(t->writer, &annotation);
}

static phw_status put_exchange(tape *t, size_t probe)
{
    const phw_lab_plan *plan = t->bench->plan;
    for (size_t k = 0; k < plan->n_nodes; ++k) {
        const size_t o = find_heard(plan, t->node, k);
        if (o < plan->n)
            PHW_TRY(put_slot(t, o, probe));
    }
    return phw_cancel_check();
}

static phw_status start(tape *t)
{
    const bench *b = t->bench;
    const phw_scenario *s = b->plan->scenario;
    const double carrier_hz = s->value[PHW_SCENARIO_CARRIER_HZ];
    char description[640];
    (void)snprintf(description, sizeof description, "what %s receives: %s",
                   b->plan->node[t->node].name, s->description);
    const phw_recording_field field = {.name = "seed", .number = (double)b->seed};
    phw_sigmf_config config = {.rate_hz = s->value[PHW_SCENARIO_BANDWIDTH_HZ],
                               .carrier_hz =
                                   carrier_hz <= MOST_CARRIER_HZ ? carrier_hz : 0,
                               .description = description,
                               .field = &field,
                               .n_fields = 1};
    PHW_TRY(phw_sample_type_parse(&config.type, "cf32"));
    PHW_TRY(phw_air_create(&t->air, s, b->seed, b->trial));
    PHW_TRY(phw_iq_create(&t->iq, t->air, b->seed, b->trial));
    return phw_sigmf_writer_create(&t->writer, b->meta[t->node], b->data[t->node],
                                   &config);
}

static phw_status record(void *context, size_t item, size_t worker)
{
    bench *b = context;
    tape t = {.bench = b, .node = item};
    (void)worker;
    phw_status s = start(&t);
    const size_t n = (size_t)b->plan->scenario->value[PHW_SCENARIO_PROBES];
    for (size_t probe = 0; probe < n && !s; ++probe)
        s = put_exchange(&t, probe);
    if (!s)
        s = phw_sigmf_writer_finish(t.writer);
    phw_sigmf_writer_destroy(t.writer);
    phw_iq_destroy(t.iq);
    phw_air_destroy(t.air);
    return s;
}

static phw_status add_output(phw_writer **out, phw_outputs *outputs, const char *folder,
                             const char *name, const char *suffix)
{
    char path[PHW_OUTPUT_PATH_MAX];
    const int n = snprintf(path, sizeof path, "%s/%s.sigmf-%s", folder, name, suffix);
    if (n < 0 || (size_t)n >= sizeof path)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    return phw_outputs_add(out, outputs, path, false);
}

phw_status phw_lab_recording_write(phw_outputs *outputs, const phw_lab_plan *plan,
                                   const char *folder, uint64_t seed, uint32_t trial,
                                   size_t n_threads, phw_progress *progress)
{
    bench b = {.plan = plan, .seed = seed, .trial = trial};
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        const char *name = plan->node[i].name;
        PHW_TRY(add_output(&b.data[i], outputs, folder, name, "data"));
        PHW_TRY(add_output(&b.meta[i], outputs, folder, name, "meta"));
    }
    const phw_status s =
        phw_workers_run(n_threads, plan->n_nodes, record, &b, progress);
    return s == PHW_EARG ? phw_fail_within(PHW_EINPUT, "%s", plan->scenario->path) : s;
}
