/* A checksum would end every mutant at once: here the model alone is mutated, and
 * sealed anew. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "auth/fingerprint_file.h"

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
    json_t *file = json_pack("{s:s,s:i,s:O,s:s}", "format", "phyward-fingerprint",
                             "version", 1, "model", model, "checksum", hex);
    text = json_dumps(file, 0);
    json_decref(file);
    return text;
}

static void parse(const void *text, size_t size)
{
    phw_fingerprint model = {.label = NULL};
    if (phw_fingerprint_parse(&model, text, size, NULL) == PHW_OK &&
        (model.set.n == 0 || model.learnt.n_labels != model.set.n_labels))
        abort();
    phw_fingerprint_free(&model);
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
