use super::render;

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (documentation, expected) in cases {
        assert_eq!(render(documentation), *expected, "{documentation:?}");
    }
}

#[test]
fn html_blocks() {
    check(&[
        ("", &[]),
        (" \n \n", &[]),
        ("<p></p><p> </p>", &[]),
        ("<p>One.</p>\n         <p>Two\n            lines.</p>", &["One.", "", "Two lines."]),
        ("Plain<p>Open<p>Twice", &["Plain", "", "Open", "", "Twice"]),
        ("one<br>two<br/>", &["one", "", "two"]),
        ("<h3>Title</h3>text", &["**Title**", "", "text"]),
        ("<P CLASS='x'>Case</P>", &["Case"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", &["a b", "", "c"]),
        ("<note><p>Mind.</p></note><p>Go.</p>", &["**Note:** Mind.", "", "Go."]),
        ("<important>Read.<p>On.</p></important>", &["**Important:** Read.", "", "On."]),
        ("<note></note>x", &["x"]),
        ("a<script>alert('</p>')</script>b<STYLE>p{}</STYLE>c<!-- d -->e", &["abce"]),
        ("a<script>never closed", &["a"]),
    ]);
}

#[test]
fn html_lists() {
    check(&[
        ("<ul><li>a</li><li><p>b</p></li></ul>after", &["- a", "- b", "", "after"]),
        ("Text:<ol><li>a<li>b</ol>", &["Text:", "", "1. a", "2. b"]),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", &["- a", "  1. b", "- c"]),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", &["- a", "", "  b", "- c"]),
        ("<ul><li></li><li> </li></ul>", &[]),
        ("<ul><li><ul><li>a</ul></ul>", &["- - a"]),
        ("<ul>no item</ul></ul></li>", &["- no item"]),
        ("<li>no list", &["- no list"]),
        ("<dl><dt>Term</dt><dd>Meaning</dd><dt>Next</dt></dl>", &["- Term", "", "  Meaning", "- Next"]),
        ("<ul><li><pre>a\n b</pre></li></ul>", &["- ```text", "  a", "   b", "  ```"]),
    ]);
}

#[test]
fn html_text() {
    check(&[
        ("<para>a <replaceable>b</replaceable></para><literal>c</literal> <strike>d</strike>", &["a *b*", "", "`c` d"]),
        ("<b>bold </b>and<i> italic</i>.", &["**bold** and *italic*."]),
        ("<strong>a</strong><em>b</em> <b></b>c", &["**a**b c"]),
        ("<b>Note:</b>text <b>(x)</b> y<b>(z)</b>", &["**Note:** text **(x)** y(z)"]),
        ("<b>a <i>b</i></b><p><i>open</p>shut", &["**a b**", "", "*open*", "", "shut"]),
        ("<b>Note:</b><i>The</i> <b>a</b>b <i>c.</i>1", &["**Note:** *The* **a**b *c.* 1"]),
        ("<a href='http://e.com'><b>a:</b>b c</a>", &["[**a:** b c](http://e.com)"]),
        ("10<sup>6</sup> <span>H<sub>2</sub>O</span>", &["10^6 H2O"]),
        ("<code> a\n b </code>c<code>d</code><code>e</code>", &["`a b` c`de`"]),
        ("<code>a[0] &lt; `b`</code> <code>`</code> <code></code>", &["`` a[0] < `b` `` `` ` ``"]),
        ("<code>x<i>y</i>*_<name></code>", &["`xy*_<name>`"]),
        ("<code>open</p>shut", &["`open`", "", "shut"]),
        ("<pre><code>a &lt;b&gt;\n\n  <i>c</i></code></pre>", &["```text", "a <b>", "", "  c", "```"]),
        ("<pre>open\n```\n\n", &["````text", "open", "```", "````"]),
        ("arn:<partition>:x < y </wrong> Vec<String>", &["arn:\\<partition>:x \\< y \\</wrong> Vec\\<String>"]),
        ("&lt;tag&gt; &amp;lt; A&amp;B & &unknown; &#65;&#x42; &#0;&#10;", &["\\<tag> &lt\\; A&B & &unknown\\; AB"]),
    ]);
}

#[test]
fn links() {
    check(&[
        ("<a href=\"https://e.com/?a=1&amp;b=2\"> a\nb </a>.", &["[a b](https://e.com/?a=1&b=2) ."]),
        ("<a href='http://e.com/a (b)<c>'><code>x</code></a>", &["[`x`](http://e.com/a%20%28b%29%3Cc%3E)"]),
        ("<a href=\"#x\">a</a> <a>b</a> <a href=\"javascript:c\">c</a> <a data-href=http://d.com>d</a>", &["a b c d"]),
        ("<a href=\"http://e.com\"></a>x <a href=http://e.com>open", &["x [open](http://e.com)"]),
        ("![image](x.png), [a](b), [x](https://e.com/a_(b) \"t\")!", &["image, a, [x](https://e.com/a_%28b%29)!"]),
        ("!<a href=\"http://e.com\">a</a>", &["\\![a](http://e.com)"]),
        ("[`a]`](http://e.com) **[b](http://e.com)**", &["\\[`a]`\\](<http://e.com>) **[b](http://e.com)**"]),
        ("[x], [Vec], [a][b], [ ] [^1]", &["\\[x\\], \\[Vec\\], \\[a\\]\\[b\\], \\[ \\] \\[^1\\]"]),
        ("[r]: http://e.com", &["\\[r\\]: <http://e.com>"]),
        ("See http://e.com/a_b, (https://e.org/x?y=1&z=2).", &["See <http://e.com/a_b>, (<https://e.org/x?y=1&z=2>)."]),
        ("<https://e.com> \"http://\" http:&#47;&#47;e.com", &["<https://e.com> \"http://\" http:/\\/e.com"]),
        ("<a href=\"http://e.com\">http://e.com</a>", &["[http://e.com](http://e.com)"]),
    ]);
}

#[test]
fn common_mark() {
    check(&[
        ("a\n- b\n- c\n  d\n  - e\n\n- f\n\ng", &["a", "", "- b", "- c d", "  - e", "- f", "", "g"]),
        ("1. a\n2) b\n\n   c\n* d", &["1. a", "2. b", "", "   c", "", "- d"]),
        ("in\n2019. It", &["in 2019. It"]),
        ("2019. It", &["2019\\. It"]),
        ("## Title\ntext", &["**Title**", "", "text"]),
        ("*a* _b_ **c d** __e__ snake_case `f`", &["*a* *b* **c d** **e** snake_case `f`"]),
        (
            "2 * 3 * 4, s3:* and *.x, /* x */ *a *b ***c***",
            &["2 \\* 3 \\* 4, s3:\\* and \\*.x, /\\* x \\*/ \\*a \\*b \\*\\*\\*c\\*\\*\\*"],
        ),
        ("<p>*a* `b` _c d_\\* # e\n- f</p>", &["\\*a\\* `b` \\_c d\\_\\\\\\* # e - f"]),
        ("``a ` b`` `<p>` `x</p>y`", &["``a ` b`` `<p>` \\`x", "", "y\\`"]),
        ("one ` tick, ``two, ```three", &["one \\` tick, \\`\\`two, \\`\\`\\`three"]),
        ("a ` b\n\nc ` d", &["a \\` b", "", "c \\` d"]),
        ("```rust\nlet a;\n\n  b\n```\nc", &["```text", "let a;", "", "  b", "```", "", "c"]),
        ("~~~\n```\n~~~~\n```should_panic\nopen", &["````text", "```", "````", "", "```text", "open", "```"]),
        ("- a\n  ```\n  b\n  ```", &["- a", "", "  ```text", "  b", "  ```"]),
        ("Example:\n\n    panic!();\n\n\tlet tab;", &["Example:", "", "panic!();", "", "let tab;"]),
        ("\\*a\\* \\\\ \\n", &["\\*a\\* \\\\ \\\\n"]),
    ]);
}

#[test]
fn text_is_not_taken_for_markup() {
    check(&[
        ("#[derive(Debug)]\n#![x]", &["\\#\\[derive(Debug)\\] #!\\[x\\]"]),
        (
            "<p># a</p><p>> b</p><p>- c</p><p>+ d</p><p>1. e</p>",
            &["\\# a", "", "\\> b", "", "\\- c", "", "\\+ d", "", "1\\. e"],
        ),
        ("a<p>===</p>b<p>---</p>", &["a", "", "\\===", "", "b", "", "\\-\\-\\-"]),
        ("<p>| a | b |\n|---|:-:|</p>", &["\\| a | b | |-\\-\\-|:-:|"]),
        ("~~a~~ --flag", &["\\~\\~a\\~\\~ -\\-flag"]),
        (
            "*/ /// //! \" \\ r#\"x\"# {{}} {0} $x 📚 👩\u{200d}💻 “ü”",
            &["\\*/ /// //! \" \\\\ r#\"x\"# {{}} {0} $x 📚 👩\u{200d}💻 “ü”"],
        ),
        ("one\r\ntwo\rthree\u{2028}four\tfive\u{a0}six", &["one two three four five six"]),
        ("a\0b\u{7}c\u{202e}d\u{feff}e\u{200b}f&#x202e;g", &["abcdefg"]),
    ]);
}

#[test]
fn wrapping() {
    let word = "x".repeat(120);
    assert_eq!(render(&format!("a {word} b")), ["a", &word, "b"]);
    let lines = render(&"word ".repeat(100));
    assert_eq!(lines.len(), 6);
    assert!(lines.iter().all(|line| line.len() <= 96));
    // There are no line breaks inside code or a link, and no line starts with an unintended marker.
    let filler = "y".repeat(90);
    check(&[
        (&format!("{filler} `two words` b"), &[&filler, "`two words` b"]),
        (&format!("{filler} <a href='http://e.com'>two words</a>"), &[&filler, "[two words](http://e.com)"]),
        (&format!("{filler}yyyy # b"), &[&format!("{filler}yyyy #"), "b"]),
        (&format!("{filler}yyyyy # b"), &[&format!("{filler}yyyyy"), "\\# b"]),
        (&format!("<ul><li>{filler} 1. b"), &[&format!("- {filler} 1."), "  b"]),
    ]);
}

/// Ten thousand nested or unclosed delimiters neither overflow the stack nor take quadratic time.
#[test]
fn deep_input() {
    for mark in [
        "<ul><li>",
        "<b>",
        "<a href='http://e.com'>",
        "<p",
        "[",
        "![a](",
        "`",
        "*a ",
        "_",
        "<code>",
        "&",
        "<!--",
        "- ",
        "(",
    ] {
        let lines = render(&format!("x{}y", mark.repeat(10_000)));
        assert!(lines.iter().map(String::len).sum::<usize>() < 200_000, "{mark}");
    }
    let nested: String = (0..1000).map(|depth| format!("{:depth$}- a\n", "")).collect();
    assert_eq!(render(&nested).len(), 1000);
}
