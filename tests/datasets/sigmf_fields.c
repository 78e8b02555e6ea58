#include "datasets/sigmf_fields.h"

#include <math.h>

#include "tests/datasets/scratch.h"

Test(sigmf_fields, numbers_and_texts_come_back_in_their_order)
{
    const phw_recording_field field[] = {{"frame", NULL, 9007199254740992.0},
                                         {"jsr_db", NULL, 20.25},
                                         {"code", "fm0", 0}};
    json_t *object = json_object();
    cr_assert_eq(phw_sigmf_fields_write(object, field, 3), PHW_OK);
    cr_expect(json_is_integer(json_object_get(object, "phyward:frame")));
    cr_expect(json_is_real(json_object_get(object, "phyward:jsr_db")));
    json_object_set_new(object, "other:code", json_string("x"));
    json_object_set_new(object, "phyward:list", json_array());
    phw_recording_field *read = NULL;
    size_t n = 0;
    cr_assert_eq(phw_sigmf_fields_read(&read, &n, object, "here"), PHW_OK);
    cr_assert_eq(n, 3);
    for (size_t i = 0; i < n; ++i) {
        cr_expect_str_eq(read[i].name, field[i].name);
        cr_expect_eq(read[i].number, field[i].number);
    }
    cr_expect_null(read[0].text);
    cr_expect_str_eq(read[2].text, "fm0");
    phw_recording_fields_free(read, n);
    json_decref(object);
}

Test(sigmf_fields, what_can_not_be_written_is_refused)
{
    json_t *object = json_object();
    const phw_recording_field bad[] = {{"", NULL, 1},         {"Code", NULL, 1},
                                       {"a:b", NULL, 1},      {"x", NULL, (double)NAN},
                                       {"x", NULL, HUGE_VAL}, {"x", "\xff", 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_sigmf_fields_write(object, &bad[i], 1), PHW_EARG, "%zu", i);
    cr_expect_eq(json_object_size(object), 0);
    json_decref(object);
}

Test(sigmf_fields, too_many_are_refused)
{
    json_t *object = json_object();
    for (int i = 0; i <= PHW_RECORDING_FIELDS_MAX; ++i) {
        char key[32];
        snprintf(key, sizeof key, "phyward:x%d", i);
        json_object_set_new(object, key, json_integer(i));
    }
    phw_recording_field *read = NULL;
    size_t n = 0;
    EXPECT_FAILURE(phw_sigmf_fields_read(&read, &n, object, "annotations[3]"),
                   PHW_EINPUT, "annotations[3]", "65", "64");
    cr_expect_null(read);
    json_decref(object);
}
