#include "tools/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "tools/scenario_check.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_scenario *scenario = malloc(sizeof *scenario);
    char *text = malloc(size + 1);
    if (text != NULL && scenario != NULL) {
        if (size > 0)
            memcpy(text, data, size);
        text[size] = '\0';
        if (phw_scenario_parse(scenario, "fuzz", text, size) == PHW_OK) {
            if (scenario->n_items > PHW_SCENARIO_ITEMS_MAX)
                abort();
            (void)(phw_scenario_check(scenario) == PHW_OK);
        }
    }
    free(text);
    free(scenario);
    return 0;
}
