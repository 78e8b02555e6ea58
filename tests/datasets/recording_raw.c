#include "datasets/recording_raw.h"

#include "tests/datasets/scratch.h"

Test(recording_raw, suffixes_of_radios_and_programs_tell_the_type)
{
    static const struct {
        const char *file;
        const char *type;
    } rows[] = {
        {"a.cu8", "cu8"},
        {"a.data", "cu8"},
        {"a.complex16u", "cu8"},
        {"a.uc8", "cu8"},
        {"a.cs8", "ci8"},
        {"a.complex16s", "ci8"},
        {"a.sc8", "ci8"},
        {"a.c8", "ci8"},
        {"a.cs16", "ci16_le"},
        {"a.sc16", "ci16_le"},
        {"a.c16", "ci16_le"},
        {"a.complex32s", "ci16_le"},
        {"a.cs32", "ci32_le"},
        {"a.sc32", "ci32_le"},
        {"a.c32", "ci32_le"},
        {"a.cf32", "cf32_le"},
        {"a.fc32", "cf32_le"},
        {"a.cfile", "cf32_le"},
        {"a.complex", "cf32_le"},
        {"a.cf64", "cf64_le"},
        {"a.fc64", "cf64_le"},
        {"a.u8", "ru8"},
        {"a.s8", "ri8"},
        {"a.s16", "ri16_le"},
        {"a.f32", "rf32_le"},
        {"a.f64", "rf64_le"},
        {"a.ci16", "ci16_le"},
        {"a.cf32_be", "cf32_be"},
        {"A.CS16", "ci16_le"},
        {"x.y/a.b.cu8", "cu8"},
        {"g_433.92M_250k.cu8", "cu8"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        phw_sample_type type;
        char name[PHW_SAMPLE_TYPE_NAME_SIZE];
        cr_assert_eq(phw_raw_type_of_name(&type, rows[i].file), PHW_OK, "%s",
                     rows[i].file);
        phw_sample_type_name(name, type);
        cr_expect_str_eq(name, rows[i].type, "%s: %s", rows[i].file, name);
    }
}

Test(recording_raw, any_other_suffix_is_refused_with_the_choices)
{
    static const char *const files[] = {"a.dat",   "a",     "a.",       ".bin",
                                        "a.cu8/b", "a.raw", "g_433.92M"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i) {
        phw_sample_type type;
        EXPECT_FAILURE(phw_raw_type_of_name(&type, files[i]), PHW_EINPUT, files[i],
                       "--type", ".cs16", ".cfile");
    }
}

Test(recording_raw, names_tell_rate_and_carrier)
{
    static const struct {
        const char *file;
        double rate_hz;
        double carrier_hz;
    } rows[] = {
        {"g001_433.92M_250k.cu8", 250e3, 433.92e6},
        {"dir_915M/g_868.3MHz_2Msps.cs16", 2e6, 868.3e6},
        {"20Msps.cs16", 20e6, -1},
        {"a_2.4GHz_1000ksps.cf32", 1e6, 2.4e9},
        {"a_100Hz_8000sps.f32", 8000, 100},
        {"g_433.92M_250k", 250e3, 433.92e6},
        {"radiated_dot11n_6.5mbps.dat", -1, -1},
        {"a_M_k_-5k_1e3k_.k_0k.cu8", -1, -1},
        {"a_250K_433m.cu8", -1, -1},
        {"", -1, -1},
        {"___.cu8", -1, -1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        double rate_hz = -1;
        double carrier_hz = -1;
        phw_raw_numbers_of_name(&rate_hz, &carrier_hz, rows[i].file);
        cr_expect_float_eq(rate_hz, rows[i].rate_hz, 1e-3, "%s: %g", rows[i].file,
                           rate_hz);
        cr_expect_float_eq(carrier_hz, rows[i].carrier_hz, 1e-3, "%s: %g", rows[i].file,
                           carrier_hz);
    }
}

Test(recording_raw, the_first_carrier_and_gqrxs_names_count)
{
    static const struct {
        const char *name;
        double rate_hz;
        double carrier_hz;
    } rows[] = {
        {"modes1_1090M_2M.cu8", 7, 1090e6},
        {"a_1k_2k_3M_4M.cu8", 1e3, 3e6},
        {"dir_5M/gqrx_20200131_235959_433920000_1800000_fc.raw", 1.8e6, 433.92e6},
        {"gqrx_20200131_235959_433920000_1800000_fc.raw.cu8", 7, 9},
        {"SDRSharp_20140101_000000Z_7100000Hz_IQ.wav", 7, 7.1e6},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        double rate_hz = 7;
        double carrier_hz = 9;
        phw_raw_numbers_of_name(&rate_hz, &carrier_hz, rows[i].name);
        cr_expect_eq(rate_hz, rows[i].rate_hz, "%s: %g", rows[i].name, rate_hz);
        cr_expect_eq(carrier_hz, rows[i].carrier_hz, "%s: %g", rows[i].name,
                     carrier_hz);
    }
    phw_sample_type type;
    cr_assert_eq(phw_raw_type_of_name(&type, rows[2].name), PHW_OK);
    cr_expect(type.is_complex && type.component == PHW_COMPONENT_F32);
}
