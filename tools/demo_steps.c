#include "tools/demo_steps.h"

#include <stdio.h>
#include <stdlib.h>

#include "tools/demo_step_channel.h"
#include "tools/demo_step_chip.h"
#include "tools/demo_step_key.h"
#include "tools/demo_step_symbols.h"
#include "tools/demo_step_uplink.h"
#include "tools/workers.h"

static const phw_demo_step *const step[PHW_DEMO_STEPS] = {
    &phw_demo_step_key,    &phw_demo_step_chip,    &phw_demo_step_channel,
    &phw_demo_step_uplink, &phw_demo_step_symbols,
};

const phw_demo_step *phw_demo_step_at(size_t i)
{
    return i < PHW_DEMO_STEPS ? step[i] : NULL;
}

typedef struct session {
    phw_demo_outcome *outcome;
    phw_demo *demo;
} session;

/* In a thread of its own, beside which the bar is drawn. */
static phw_status run_step(void *context, size_t item, size_t worker)
{
    const session *of = context;
    phw_demo_outcome *out = &of->outcome[item];
    phw_demo *demo = of->demo;
    const phw_demo_step *s = step[item];
    (void)worker;
    phw_progress_within(demo->progress, 0);
    PHW_TRY(phw_result_create(&out->figures));
    out->failure = PHW_ENOCONV;
    if (s->needs_key && demo->key.size == 0) {
        (void)snprintf(out->said, sizeof out->said, "not run: there is no key");
        return PHW_OK;
    }
    out->run = true;
    return s->run(out, demo);
}

phw_status phw_demo_run(phw_demo_outcome outcome[PHW_DEMO_STEPS], phw_demo *demo)
{
    for (size_t i = 0; i < PHW_DEMO_STEPS; ++i) {
        outcome[i] = (phw_demo_outcome){0};
    }
    session of = {outcome, demo};
    const phw_status s =
        phw_workers_run(1, PHW_DEMO_STEPS, run_step, &of, demo->progress);
    if (s)
        phw_demo_free(outcome, demo);
    return s;
}

void phw_demo_free(phw_demo_outcome outcome[PHW_DEMO_STEPS], phw_demo *demo)
{
    for (size_t i = 0; i < PHW_DEMO_STEPS; ++i) {
        phw_result_destroy(outcome[i].figures);
        free(outcome[i].drawing.value);
        outcome[i] = (phw_demo_outcome){0};
    }
    phw_keygen_free(&demo->keygen);
    phw_key_free(&demo->key);
}
