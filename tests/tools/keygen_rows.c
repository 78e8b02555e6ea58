#include "tools/keygen_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/file.h"
#include "tools/keygen_column.h"

Test(keygen_rows, names_a_scenario_by_its_file)
{
    static const struct {
        const char *path;
        const char *name;
    } row[] = {{"datasets/scenarios/lora-868.yaml", "lora-868"},
               {"lora.yaml", "lora"},
               {"a/b", "b"},
               {".yaml", ".yaml"}};

    phw_scenario *s = calloc(1, sizeof *s);
    cr_assert_not_null(s);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        char name[64];
        (void)snprintf(s->path, sizeof s->path, "%s", row[i].path);
        phw_keygen_rows_scenario(name, sizeof name, s);
        cr_expect_str_eq(name, row[i].name);
    }
    free(s);
}

Test(keygen_rows, shares_have_exact_intervals_and_single_means_none)
{
    phw_keygen_summary s = {0};
    const size_t share = phw_keygen_column_find("key_disagreement_rate");
    const size_t mean = phw_keygen_column_find("key_bits");
    cr_assert_neq(share, SIZE_MAX);
    cr_assert_neq(mean, SIZE_MAX);
    cr_expect_gt(phw_keygen_rows_interval(&s, share).low,
                 phw_keygen_rows_interval(&s, share).high);
    for (int i = 0; i < 20; ++i)
        phw_moments_add(&s.column[share], 0);
    /* Clopper and Pearson's of none of 20: 1 - 0.025^(1/20). */
    cr_expect_float_eq(phw_keygen_rows_interval(&s, share).high, 0.168433, 1e-6);
    cr_expect_eq(phw_keygen_rows_interval(&s, share).low, 0);
    phw_moments_add(&s.column[mean], 5);
    cr_expect_gt(phw_keygen_rows_interval(&s, mean).low,
                 phw_keygen_rows_interval(&s, mean).high);
    phw_moments_add(&s.column[mean], 6);
    cr_expect_lt(phw_keygen_rows_interval(&s, mean).low, 5.5);
}

Test(keygen_rows, columns_have_names_of_their_own_and_definitions)
{
    const phw_keygen_column *c = NULL;
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i) {
        cr_expect_eq(phw_keygen_column_find(c->name), i, "%s", c->name);
        cr_expect_gt(strlen(c->definition), 20, "%s", c->name);
        cr_expect_gt(strlen(c->people), 3, "%s", c->name);
    }
    cr_expect_eq(phw_keygen_column_find("magic"), SIZE_MAX);
}

/* A table has a field for every name, and an empty one for what is unknown. */
Test(keygen_rows, csv_is_rectangular)
{
    char path[] = "keygen_rows-XXXXXX";
    const int file = mkstemp(path);
    cr_assert_geq(file, 0);
    (void)close(file);
    phw_keygen_study s = {.n_scenarios = 1, .n_schemes = 2, .n_trials = 3};
    s.scenario = calloc(1, sizeof *s.scenario);
    s.summary = calloc(2, sizeof *s.summary);
    cr_assert(s.scenario != NULL && s.summary != NULL);
    (void)snprintf(s.scenario->path, sizeof s.scenario->path, "x.yaml");
    phw_moments_add(&s.summary[0].column[0], 1.5);
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, path, false), PHW_OK);
    phw_keygen_rows_csv(w, &s);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    uint8_t *text = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&text, &size, path, 1U << 16), PHW_OK);
    size_t commas[3] = {0};
    size_t line = 0;
    for (size_t i = 0; i < size && line < 3; ++i) {
        commas[line] += text[i] == ',';
        line += text[i] == '\n';
    }
    cr_expect_eq(line, 3);
    cr_expect(commas[0] == commas[1] && commas[1] == commas[2]);
    cr_expect_not_null(strstr((const char *)text, "\nx,,3,0,0,0,0.5"));
    free(text);
    free(s.scenario);
    free(s.summary);
    (void)remove(path);
}
