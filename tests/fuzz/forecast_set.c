/* A checksum would end every mutant at once: here the model alone is mutated, and
 * sealed anew. */
#include "tools/forecast_set.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/fuzz/fuzz.h"

static char *sealed(json_t *model)
{
    unsigned char sum[32];
    char hex[65];
    char *text =
        json_dumps(model, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
    if (text == NULL)
        return NULL;
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)text, strlen(text),
                             NULL, 0);
    (void)sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    free(text);
    json_t *file = json_pack("{s:s,s:i,s:O,s:s}", "format", "phyward-forecast",
                             "version", 1, "model", model, "checksum", hex);
    text = json_dumps(file, 0);
    json_decref(file);
    return text;
}

/* What is read can be run: whatever the numbers, nothing is read past their end. */
static void parse(const void *text, size_t size)
{
    phw_forecast_set set = {.method = NULL};
    const double x[8] = {1, -1, 2, 0.5, 3, -2, 1, 0};
    double told[8];
    if (phw_forecast_set_parse(&set, text, size) != PHW_OK)
        return;
    if (set.n_components == 0)
        abort();
    for (size_t c = 0; c < set.n_components; ++c)
        (void)set.method->run(told, &set.model[c], x, 8, &set.params);
    phw_forecast_set_free(&set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse(data, size);
    json_t *model = json_loadb((const char *)data, size, 0, NULL);
    char *text = model != NULL ? sealed(model) : NULL;
    json_decref(model);
    if (text != NULL)
        parse(text, strlen(text));
    free(text);
    return 0;
}
