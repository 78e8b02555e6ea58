#include "core/status.h"

#include <pthread.h>
#include <string.h>

#include <criterion/criterion.h>

Test(status, every_code_has_a_name_of_its_own)
{
    for (int i = 0; i < PHW_N_STATUS; ++i) {
        const char *name = phw_status_name((phw_status)i);
        cr_assert_not_null(name, "code %d", i);
        cr_expect_str_not_empty(name);
        for (int k = 0; k < i; ++k)
            cr_expect_str_neq(name, phw_status_name((phw_status)k));
    }
}

Test(status, a_code_that_is_none_has_a_name_too)
{
    cr_expect_str_eq(phw_status_name(PHW_N_STATUS), "unknown status");
    cr_expect_str_eq(phw_status_name((phw_status)-1), "unknown status");
}

Test(status, there_is_no_message_before_the_first_failure)
{
    cr_expect_str_eq(phw_error_message(), "");
}

Test(status, failing_returns_the_code_and_keeps_the_message)
{
    cr_expect_eq(phw_fail(PHW_EARG, "levels %d is not a power of two", 6), PHW_EARG);
    cr_expect_str_eq(phw_error_message(), "levels 6 is not a power of two");
    cr_expect_eq(phw_fail(PHW_EIO, "second"), PHW_EIO);
    cr_expect_str_eq(phw_error_message(), "second");
}

Test(status, a_message_is_one_line_whatever_goes_in)
{
    (void)phw_fail(PHW_EINPUT, "%s", "a\nb\rc\td\033[31me\177f");
    cr_expect_str_eq(phw_error_message(), "a?b?c?d?[31me?f");
    (void)phw_fail_within(PHW_EINPUT, "x\ny");
    cr_expect_str_eq(phw_error_message(), "x?y: a?b?c?d?[31me?f");
    (void)phw_fail(PHW_EINPUT, "gr\303\274n");
    cr_expect_str_eq(phw_error_message(), "gr\303\274n", "UTF-8 stays");
}

Test(status, a_message_is_cut_at_511_bytes)
{
    char text[2000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    (void)phw_fail(PHW_EARG, "%s", text);
    cr_expect_eq(strlen(phw_error_message()), 511);
    (void)phw_fail_within(PHW_EARG, "file");
    cr_expect_eq(strlen(phw_error_message()), 511);
    cr_expect_eq(strncmp(phw_error_message(), "file: aaa", 9), 0);
    (void)phw_fail_within(PHW_EARG, "%s", text);
    cr_expect_eq(strlen(phw_error_message()), 511);
    cr_expect_null(strchr(phw_error_message(), ':'));
}

Test(status, a_caller_puts_its_file_before_the_message)
{
    (void)phw_fail(PHW_EINPUT, "line %d: not a number", 3);
    cr_expect_eq(phw_fail_within(PHW_EINPUT, "%s", "walk.csv"), PHW_EINPUT);
    cr_expect_str_eq(phw_error_message(), "walk.csv: line 3: not a number");
}

Test(status, a_message_can_quote_the_one_before)
{
    (void)phw_fail(PHW_EIO, "disk full");
    (void)phw_fail(PHW_EPEER, "the peer: %s", phw_error_message());
    cr_expect_str_eq(phw_error_message(), "the peer: disk full");
    (void)phw_fail_within(PHW_EPEER, "again %s", phw_error_message());
    cr_expect_str_eq(phw_error_message(), "again the peer: disk full: the peer: disk "
                                          "full");
}

static void *fail_elsewhere(void *text)
{
    const int was_empty = phw_error_message()[0] == '\0';
    (void)phw_fail(PHW_EARG, "%s", (const char *)text);
    return was_empty && strcmp(phw_error_message(), text) == 0 ? text : NULL;
}

Test(status, each_thread_has_its_own_message)
{
    static char theirs[] = "theirs";
    pthread_t thread;
    void *kept = NULL;
    (void)phw_fail(PHW_EARG, "mine");
    cr_assert_eq(pthread_create(&thread, NULL, fail_elsewhere, theirs), 0);
    cr_assert_eq(pthread_join(thread, &kept), 0);
    cr_expect_eq(kept, theirs);
    cr_expect_str_eq(phw_error_message(), "mine");
}

static phw_status try_both(phw_status first, phw_status second, int *reached)
{
    PHW_TRY(first);
    ++*reached;
    PHW_TRY(second);
    ++*reached;
    return PHW_OK;
}

Test(status, try_returns_the_first_failure)
{
    int reached = 0;
    cr_expect_eq(try_both(PHW_EIO, PHW_EARG, &reached), PHW_EIO);
    cr_expect_eq(reached, 0);
    cr_expect_eq(try_both(PHW_OK, PHW_EARG, &reached), PHW_EARG);
    cr_expect_eq(reached, 1);
    cr_expect_eq(try_both(PHW_OK, PHW_OK, &reached), PHW_OK);
    cr_expect_eq(reached, 3);
}
