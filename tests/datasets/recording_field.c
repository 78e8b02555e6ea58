#include "datasets/recording_field.h"

#include <criterion/criterion.h>

Test(recording_field, is_found_by_its_whole_name_alone)
{
    const phw_recording_field field[] = {{"bits", NULL, 128}, {"code", "fm0", 0}};
    cr_expect_eq(phw_recording_field_find(field, 2, "code"), &field[1]);
    cr_expect_eq(phw_recording_field_find(field, 2, "bits"), &field[0]);
    cr_expect_null(phw_recording_field_find(field, 2, "bit"));
    cr_expect_null(phw_recording_field_find(field, 1, "code"));
    cr_expect_null(phw_recording_field_find(NULL, 0, "code"));
    phw_recording_fields_free(NULL, 0);
}
