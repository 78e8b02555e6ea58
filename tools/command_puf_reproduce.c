#include "tools/command_puf_reproduce.h"

#include <inttypes.h>
#include <stdlib.h>

#include "auth/fuzzy_extractor.h"
#include "core/file.h"
#include "tools/outputs.h"
#include "tools/puf_dump.h"
#include "tools/result.h"

/* Most bytes of helper data: a frame's, and more is none. */
#define HELPER_SIZE_MAX ((size_t)2 << 20)

static phw_status read_helper(phw_helper_data *out, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, HELPER_SIZE_MAX));
    phw_status s = phw_helper_data_unpack(out, bytes, size);
    if (s)
        s = phw_fail_within(s, "%s", path);
    free(bytes);
    return s;
}

static phw_status write_key(const phw_key *key, const char *path)
{
    phw_outputs outputs = {0};
    phw_status s = phw_outputs_add_key(&outputs, key, path);
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

static phw_status tell(const phw_key *key, const phw_helper_data *h,
                       const phw_arguments *arguments)
{
    char fingerprint[PHW_FINGERPRINT_SIZE];
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_key_fingerprint(fingerprint, key);
    phw_result_text(r, "file", "chip", phw_argument_positional(arguments, 0));
    phw_result_text(r, "code", "code", h->code);
    phw_result_count(r, "blocks", "blocks", "", h->n_blocks);
    phw_result_count(r, "source_cells", "source cells", "", h->offset.n);
    phw_result_count(r, "key_bits", "bits of the key", "bit", h->key_bits);
    phw_result_count(r, "epsilon_bits", NULL, "", h->security_bits);
    phw_result_text(r, "key_fingerprint", "key fingerprint", fingerprint);
    phw_result_flag(r, "reproducible", "reproducible, so no secret", h->reproducible);
    phw_status s = write_key(key, phw_argument_text(arguments, "key"));
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

/* The length of a read-out is no secret: a wrong one is told as such. */
static phw_status reproduce(phw_key *key, const phw_helper_data *h,
                            const phw_puf_dump *dump)
{
    if (dump->cells.n != h->n_cells)
        return phw_fail(PHW_EAUTH,
                        "a read-out of %zu bytes, and the helper data are for %" PRIu64
                        "; see --readout-bytes",
                        dump->cells.n / 8, h->n_cells / 8);
    return phw_fuzzy_reproduce(key, h, &dump->cells);
}

static phw_status run(const phw_arguments *arguments)
{
    const char *helper = phw_argument_text(arguments, "helper");
    const char *path = phw_argument_positional(arguments, 0);
    phw_puf_dump dump = {.n_indices = 0};
    phw_helper_data h = {.n_blocks = 0};
    phw_key key = {0};
    if (helper == NULL)
        return phw_fail(PHW_EARG, "--helper is missing (the helper data of the "
                                  "enrolment); see phyward help puf reproduce");
    phw_status s = read_helper(&h, helper);
    if (!s)
        s = phw_puf_dump_read(&dump, path, (size_t)(h.n_cells / 8), arguments);
    if (!s) {
        s = reproduce(&key, &h, &dump);
        if (s)
            s = phw_fail_within(s, "%s, %s", path, helper);
    }
    if (!s)
        s = tell(&key, &h, arguments);
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_puf_dump_free(&dump);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_READOUT_BYTES,
    PHW_OPTION_READOUT_INDEX,
    {.param = {.name = "helper", .summary = "the helper data of the enrolment"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE",
     .file = PHW_OPTION_READS},
    {.param = {.name = "key", .summary = "key file to write, mode 0600"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "KEY",
     .file = PHW_OPTION_WRITES},
};

const phw_command phw_command_puf_reproduce = {
    .name = "puf reproduce",
    .summary = "the key of an enrolled chip, from another power-up",
    .detail =
        "Another chip, changed helper data or a read-out that flipped too often: no\n"
        "key (exit status 5), and no word on which. A device that takes helper data\n"
        "from strangers limits how often.",
    .example =
        "phyward puf reproduce datasets/recordings/sram-puf/M39-20240208-144959.bin "
        "\\\n      --index 5 --helper h.bin --key k5.bin",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"DUMP", "read-outs of one chip, one after another", false}},
    .run = run,
};
