#include "tools/demo_steps.h"

#include <stdio.h>
#include <stdlib.h>

#include "tools/cancel.h"
#include "tools/demo_step_channel.h"
#include "tools/demo_step_chip.h"
#include "tools/demo_step_key.h"
#include "tools/demo_step_symbols.h"
#include "tools/demo_step_uplink.h"

static const phw_demo_step *const step[PHW_DEMO_STEPS] = {
    &phw_demo_step_key,    &phw_demo_step_chip,    &phw_demo_step_channel,
    &phw_demo_step_uplink, &phw_demo_step_symbols,
};

const phw_demo_step *phw_demo_step_at(size_t i)
{
    return i < PHW_DEMO_STEPS ? step[i] : NULL;
}

static phw_status run_step(phw_demo_outcome *out, phw_demo *demo,
                           const phw_demo_step *s)
{
    PHW_TRY(phw_cancel_check());
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
    phw_status s = PHW_OK;
    for (size_t i = 0; i < PHW_DEMO_STEPS && !s; ++i)
        s = run_step(&outcome[i], demo, step[i]);
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
