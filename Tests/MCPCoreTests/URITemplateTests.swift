internal import MCPCore
internal import Testing

/// Syntax and expansion (RFC 6570).
@Suite struct URITemplateTests {
    /// The string values of RFC 6570, section 3.2.
    static let values = [
        "dub": "me/too", "hello": "Hello World!", "half": "50%", "var": "value", "who": "fred", "base": "http://example.com/home/",
        "path": "/foo/bar", "v": "6", "x": "1024", "y": "768", "empty": "",
    ]

    /// The examples of sections 3.2.2 to 3.2.9 that have string values.
    static let examples = [
        ("{var}", "value"), ("{hello}", "Hello%20World%21"), ("{half}", "50%25"), ("O{empty}X", "OX"), ("O{undef}X", "OX"),
        ("{x,y}", "1024,768"), ("{x,hello,y}", "1024,Hello%20World%21,768"), ("?{x,empty}", "?1024,"), ("?{x,undef}", "?1024"),
        ("?{undef,y}", "?768"), ("{var:3}", "val"), ("{var:30}", "value"),

        ("{+var}", "value"), ("{+hello}", "Hello%20World!"), ("{+half}", "50%25"),
        ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"), ("{+base}index", "http://example.com/home/index"), ("O{+empty}X", "OX"),
        ("O{+undef}X", "OX"), ("{+path}/here", "/foo/bar/here"),
        ("here?ref={+path}", "here?ref=/foo/bar"), ("up{+path}{var}/here", "up/foo/barvalue/here"),
        ("{+x,hello,y}", "1024,Hello%20World!,768"), ("{+path,x}/here", "/foo/bar,1024/here"), ("{+path:6}/here", "/foo/b/here"),

        ("{#var}", "#value"), ("{#hello}", "#Hello%20World!"), ("{#half}", "#50%25"), ("foo{#empty}", "foo#"), ("foo{#undef}", "foo"),
        ("{#x,hello,y}", "#1024,Hello%20World!,768"), ("{#path,x}/here", "#/foo/bar,1024/here"), ("{#path:6}/here", "#/foo/b/here"),

        ("{.who}", ".fred"), ("{.who,who}", ".fred.fred"), ("{.half,who}", ".50%25.fred"), ("X{.var}", "X.value"), ("X{.empty}", "X."),
        ("X{.undef}", "X"), ("X{.var:3}", "X.val"),

        ("{/who}", "/fred"), ("{/who,who}", "/fred/fred"), ("{/half,who}", "/50%25/fred"), ("{/who,dub}", "/fred/me%2Ftoo"),
        ("{/var}", "/value"), ("{/var,empty}", "/value/"), ("{/var,undef}", "/value"), ("{/var,x}/here", "/value/1024/here"),
        ("{/var:1,var}", "/v/value"),

        ("{;who}", ";who=fred"), ("{;half}", ";half=50%25"), ("{;empty}", ";empty"), ("{;v,empty,who}", ";v=6;empty;who=fred"),
        ("{;v,bar,who}", ";v=6;who=fred"), ("{;x,y}", ";x=1024;y=768"), ("{;x,y,empty}", ";x=1024;y=768;empty"),
        ("{;x,y,undef}", ";x=1024;y=768"), ("{;hello:5}", ";hello=Hello"),

        ("{?who}", "?who=fred"), ("{?half}", "?half=50%25"), ("{?x,y}", "?x=1024&y=768"), ("{?x,y,empty}", "?x=1024&y=768&empty="),
        ("{?x,y,undef}", "?x=1024&y=768"), ("{?var:3}", "?var=val"),

        ("{&who}", "&who=fred"), ("{&half}", "&half=50%25"), ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
        ("{&x,y,empty}", "&x=1024&y=768&empty="), ("{&x,y,undef}", "&x=1024&y=768"), ("{&var:3}", "&var=val"),
    ]

    @Test(arguments: examples) func expands(_ template: String, _ uri: String) throws {
        #expect(try URITemplate(template).expand(Self.values) == uri)
    }

    @Test(arguments: [
        ("{var*}", "value"), ("{/var*}", "/value"), ("{?var*}", "?var=value"), ("{name:2}", "%E7%94%B0%E4%B8%AD"),
        ("caf\u{E9}/{var}", "caf%C3%A9/value"), ("%c3%a9{var}", "%c3%a9value"), ("{+triplet}", "%2fa%25z"), ("{triplet}", "%252fa%25z"),
        ("{+triplet:1}", "%2f"), ("it's", "it's"), ("", ""),
    ])
    func expandsBeyondTheExamples(_ template: String, _ uri: String) throws {
        var values = Self.values
        values["name"] = "田中太郎"
        values["triplet"] = "%2fa%z"
        #expect(try URITemplate(template).expand(values) == uri)
    }

    @Test func namesItsVariablesOnceInOrder() throws {
        let template = try URITemplate("a{/b,a:3}{?c*}{&a,d.e_1,%20}")
        #expect(template.variables == ["b", "a", "c", "d.e_1", "%20"])
        #expect(template.text == "a{/b,a:3}{?c*}{&a,d.e_1,%20}" && "\(template)" == template.text)
        #expect(try URITemplate("ticket://all").variables == [])
    }

    @Test func equalityIsThatOfBytes() throws {
        #expect(try URITemplate("{a}") == URITemplate("{a}"))
        #expect(try URITemplate("{a}") != URITemplate("{b}"))
        #expect(try URITemplate("e\u{301}") != URITemplate("\u{E9}"))
        #expect(try Set([URITemplate("{a}"), URITemplate("{a}")]).count == 1)
    }

    private static let malformed: [(String, URITemplateError.Reason, Int)] = [
        ("a{b", .unclosedExpression, 1), ("{", .unclosedExpression, 0), ("{a}{", .unclosedExpression, 3), ("a}", .strayBrace, 1),
        ("a b", .invalidLiteral, 1), ("a\"", .invalidLiteral, 1), ("<", .invalidLiteral, 0), ("a\\", .invalidLiteral, 1),
        ("a^", .invalidLiteral, 1), ("`", .invalidLiteral, 0), ("|", .invalidLiteral, 0), ("é\n", .invalidLiteral, 2),
        ("a\u{85}", .invalidLiteral, 1), ("\u{FFFF}", .invalidLiteral, 0), ("\u{E0001}", .invalidLiteral, 0),
        ("50%", .invalidPercentEncoding, 2), ("%4", .invalidPercentEncoding, 0), ("%4g", .invalidPercentEncoding, 0),
        ("{=a}", .reservedOperator, 1), ("x{,a}", .reservedOperator, 2), ("{!a}", .reservedOperator, 1), ("{@a}", .reservedOperator, 1),
        ("{|a}", .reservedOperator, 1), ("{}", .invalidVariableName, 1),
        ("{?}", .invalidVariableName, 2), ("{a,}", .invalidVariableName, 3),
        ("{a,,b}", .invalidVariableName, 3), ("{.}", .invalidVariableName, 2), ("{a.}", .invalidVariableName, 3),
        ("{..a}", .invalidVariableName, 2), ("{a..b}", .invalidVariableName, 3), ("{?/a}", .invalidVariableName, 2),
        ("{é}", .invalidVariableName, 1), ("{a%2}", .invalidPercentEncoding, 2), ("{$a}", .invalidVariableName, 1),
        ("{a-b}", .invalidModifier, 2), ("{a b}", .invalidModifier, 2), ("{a{b}", .invalidModifier, 2), ("{a**}", .invalidModifier, 3),
        ("{a*:3}", .invalidModifier, 3), ("{a:3*}", .invalidModifier, 4), ("{a:}", .invalidPrefix, 3), ("{a:0}", .invalidPrefix, 3),
        ("{a:03}", .invalidPrefix, 3), ("{a:10000}", .invalidPrefix, 3), ("{a:-1}", .invalidPrefix, 3),
        ("{a:99999999999999999999}", .invalidPrefix, 3),
        ("{\u{0}a}", .invalidVariableName, 1),
    ]

    @Test(arguments: malformed)
    func refuses(_ text: String, _ reason: URITemplateError.Reason, _ offset: Int) {
        #expect(throws: URITemplateError(reason, at: offset)) { try URITemplate(text) }
    }

    @Test func errorsSayWhatAndWhere() {
        #expect("\(URITemplateError(.invalidPrefix, at: 3))" == "prefix length that is not 1 to 9999, at byte 3")
    }

    @Test func textAndVariablesAreBounded() throws {
        let most = URITemplate.maximumVariables
        #expect(try URITemplate(String(repeating: "{a}", count: most)).variables == ["a"])
        #expect(throws: URITemplateError(.tooManyVariables, at: 3 * most + 1)) {
            try URITemplate(String(repeating: "{a}", count: most + 1))
        }
        let longest = URITemplate.maximumTextBytes
        #expect(try URITemplate(String(repeating: "a", count: longest)).match(String(repeating: "a", count: longest)) == [:])
        #expect(throws: URITemplateError(.tooLong, at: longest)) { try URITemplate(String(repeating: "a", count: longest + 1)) }
    }
}
