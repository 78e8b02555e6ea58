#include "tools/yaml.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

static void expect(const char *text, const char *want)
{
    phw_yaml yaml = {0};
    phw_yaml_error error = {0};
    char all[1024] = "";
    cr_assert_eq(phw_yaml_read(&yaml, &error, text, strlen(text)), PHW_OK, "%s", text);
    for (size_t i = 0; i < yaml.n; ++i) {
        const size_t n = strlen(all);
        (void)snprintf(all + n, sizeof all - n, "%d %s=%s%s;", yaml.entry[i].line,
                       yaml.entry[i].path, yaml.entry[i].text,
                       yaml.entry[i].is_list ? " []" : "");
    }
    cr_expect_str_eq(all, want, "%s\ngave %s", text, all);
    phw_yaml_free(&yaml);
    cr_expect_null(yaml.entry);
}

Test(yaml, makes_paths_of_mappings_in_mappings)
{
    expect("a: 1\nb:\n  c: 2\n  d:\n    e: 3\nf: 4\n",
           "1 a=1;3 b.c=2;5 b.d.e=3;6 f=4;");
    expect("b: {c: 2, d: {e: 3}}\n", "1 b.c=2;1 b.d.e=3;");
}

Test(yaml, joins_lists_of_plain_values)
{
    expect("a: [0, 1.5, x y]\nb:\n  c:\n    - 1\n    - 2\n",
           "1 a=0,1.5,x y [];3 b.c=1,2 [];");
    expect("a: []\n", "1 a= [];");
}

Test(yaml, keeps_mappings_and_values_that_are_empty)
{
    expect("a: {}\nb:\nc: {d: {}}\n", "1 a=;2 b=;3 c.d=;");
}

static void refused(const char *text, phw_yaml_problem problem, int line,
                    const char *key)
{
    phw_yaml yaml = {0};
    phw_yaml_error error = {0};
    cr_assert_eq(phw_yaml_read(&yaml, &error, text, strlen(text)), PHW_EINPUT, "%s",
                 text);
    cr_expect_eq(error.problem, problem, "%s: problem %d", text, (int)error.problem);
    cr_expect_eq(error.line, line, "%s: line %d", text, error.line);
    cr_expect_str_eq(error.key, key, "%s: key %s", text, error.key);
    cr_expect_null(yaml.entry);
}

Test(yaml, says_what_is_wrong_and_where)
{
    refused("", PHW_YAML_EMPTY, 1, "");
    refused("- a\n", PHW_YAML_NO_MAPPING, 1, "");
    refused("\nword\n", PHW_YAML_NO_MAPPING, 2, "");
    refused("a: 1\nb: 2\na: 3\n", PHW_YAML_TWICE, 3, "a");
    refused("b:\n  a: 1\n  a: 3\n", PHW_YAML_TWICE, 3, "b.a");
    refused("a: &x 1\nb: *x\n", PHW_YAML_NO_SCALAR, 2, "b");
    refused("a: [[1]]\n", PHW_YAML_NO_SCALAR, 1, "a");
    refused("a: [{b: 1}]\n", PHW_YAML_NO_SCALAR, 1, "a");
    refused("a: {b: {c: {d: 1}}}\n", PHW_YAML_NO_SCALAR, 1, "a.b.c");
    refused("a: 1\nb c\n", PHW_YAML_SYNTAX, 2, "");
    refused("a: {b: 1}\nc: 2\na: {d: 1}\n", PHW_YAML_TWICE, 3, "a");
    refused("a:\n  b: {c: 1}\n  b: {d: 1}\n", PHW_YAML_TWICE, 3, "a.b");
    refused("a: {b: 1}\na:\n", PHW_YAML_TWICE, 2, "a");
    refused("a: 1\n---\nb: 1\n", PHW_YAML_TWO_DOCUMENTS, 2, "");
}

Test(yaml, says_in_which_line_its_rules_break)
{
    const char *const lists = "a: [1,\n 2]\nb: [1,\n 2,\n 3]\n";

    static const struct {
        const char *text;
        int line; /* of the text */
    } fault[] = {{"c: \"x\n", 1},         {"c: 1\nd: 'x\n\ne: 2\n", 2},
                 {"c: [1, 2\nd: 3\n", 1}, {"c:\n    d: 1\n  e: 2\n", 3},
                 {"c: 1\n\td: 2\n", 2},   {"c: d: 1\n", 1},
                 {"c: 1\nd: \xff\n", 2},  {"c: }\n", 1}};

    for (size_t i = 0; i < sizeof fault / sizeof fault[0]; ++i) {
        char text[128];
        phw_yaml yaml = {0};
        phw_yaml_error error = {0};
        (void)snprintf(text, sizeof text, "%s%s", lists, fault[i].text);
        cr_expect_eq(phw_yaml_read(&yaml, &error, text, strlen(text)), PHW_EINPUT);
        cr_expect_eq(error.problem, PHW_YAML_SYNTAX, "%s", fault[i].text);
        cr_expect_eq(error.line, 5 + fault[i].line, "%s: line %d", fault[i].text,
                     error.line);
    }
}

Test(yaml, holds_keys_to_their_length)
{
    char text[2 * PHW_YAML_PATH_MAX];
    for (size_t n = PHW_YAML_PATH_MAX - 2; n <= PHW_YAML_PATH_MAX; ++n) {
        phw_yaml yaml = {0};
        phw_yaml_error error = {0};
        memset(text, 'k', n);
        memcpy(text + n, ": 1\n", 5);
        const phw_status want = n < PHW_YAML_PATH_MAX ? PHW_OK : PHW_EINPUT;
        cr_expect_eq(phw_yaml_read(&yaml, &error, text, n + 4), want, "%zu", n);
        if (want != PHW_OK)
            cr_expect_eq(error.problem, PHW_YAML_TOO_LONG);
        phw_yaml_free(&yaml);
    }
}
