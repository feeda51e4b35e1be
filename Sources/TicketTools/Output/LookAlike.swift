/// Characters that a reader takes for others: those that matter where somebody imitates a mark of ours.
enum LookAlike {
    static func isOpeningBracket(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar == "<" : brackets.contains(scalar)
    }

    static func isSlash(_ scalar: Unicode.Scalar) -> Bool { slashes.contains(scalar) }

    /// Takes no room, or is blank.
    static func isNothing(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// The small ASCII letter, or the hyphen, that a scalar looks like; nil where it looks like none that is asked for here.
    static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if let letter = letters[scalar] { return letter }
        let value = scalar.value
        switch value {
        case 0x41...0x5A: return Unicode.Scalar(value + 0x20)
        case 0x61...0x7A: return scalar
        // Full-width, circled, in squares, and the alphabets of mathematics, each 26 capitals before 26 small letters.
        case 0xFF21...0xFF3A: return ascii(value - 0xFF21)
        case 0xFF41...0xFF5A: return ascii(value - 0xFF41)
        case 0x24B6...0x24CF: return ascii(value - 0x24B6)
        case 0x24D0...0x24E9: return ascii(value - 0x24D0)
        case 0x1F110...0x1F129: return ascii(value - 0x1F110)
        case 0x1F130...0x1F149: return ascii(value - 0x1F130)
        case 0x1F150...0x1F169: return ascii(value - 0x1F150)
        case 0x1F170...0x1F189: return ascii(value - 0x1F170)
        case 0x1F1E6...0x1F1FF: return ascii(value - 0x1F1E6)
        case 0x1D400...0x1D6A3: return ascii((value - 0x1D400) % 26)
        default: return hyphens.contains(scalar) ? "-" : decomposed(scalar)
        }
    }

    private static func ascii(_ index: UInt32) -> Unicode.Scalar? { Unicode.Scalar(0x61 + index) }

    /// A letter with an accent, by its letter: `é` is one scalar, and its canonical form begins with `e`.
    private static func decomposed(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard 0xC0...0x1EFF ~= scalar.value else { return nil }
        return accented[scalar]
    }

    private static let brackets: Set<Unicode.Scalar> = [
        "\u{FF1C}", "\u{2039}", "\u{3008}", "\u{27E8}", "\u{2329}", "\u{276E}", "\u{2770}", "\u{FE64}", "\u{02C2}", "\u{1438}", "\u{16B2}",
        "\u{276C}", "\u{29FC}", "\u{00AB}", "\u{300A}", "\u{226A}", "\u{2A7D}", "\u{2264}", "\u{227A}", "\u{1D236}", "\u{276A}",
    ]
    private static let slashes: Set<Unicode.Scalar> = [
        "/", "\\", "\u{FF0F}", "\u{2044}", "\u{2215}", "\u{29F8}", "\u{2571}", "\u{FF3C}", "\u{2CC6}", "\u{3033}", "\u{1735}",
    ]
    private static let hyphens: Set<Unicode.Scalar> = [
        "-", "_", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}", "\u{FE63}", "\u{FF0D}", "\u{2043}",
        "\u{02D7}", "\u{06D4}", "\u{2CBA}", "\u{FE58}", "\u{30FC}", "\u{FF70}", "\u{FF3F}", "\u{1806}", "\u{2796}",
    ]
    /// Of the letters of the marks' name alone.
    private static let letters: [Unicode.Scalar: Unicode.Scalar] = [
        // Greek and Cyrillic letters, small capitals, letters of other alphabets, and digits.
        "\u{0430}": "a", "\u{0410}": "a", "\u{03B1}": "a", "\u{0391}": "a", "\u{0251}": "a", "\u{1D00}": "a", "\u{13AA}": "a", "@": "a",
        "4": "a", "\u{0441}": "c", "\u{0421}": "c", "\u{03F2}": "c", "\u{03F9}": "c", "\u{1D04}": "c", "\u{216D}": "c", "\u{217D}": "c",
        "\u{0501}": "d", "\u{0500}": "d", "\u{217E}": "d", "\u{216E}": "d", "\u{1D05}": "d", "\u{13E7}": "d", "\u{0257}": "d",
        "\u{0435}": "e", "\u{0415}": "e", "\u{0395}": "e", "\u{03B5}": "e", "\u{1D07}": "e", "\u{212E}": "e", "\u{04BD}": "e", "3": "e",
        "\u{0456}": "i", "\u{0406}": "i", "\u{03B9}": "i", "\u{0399}": "i", "\u{0131}": "i", "\u{026A}": "i", "\u{2170}": "i",
        "\u{2160}": "i",
        "\u{04CF}": "i", "\u{04C0}": "i", "1": "i", "l": "i", "L": "i", "|": "i", "!": "i", "\u{043A}": "k", "\u{041A}": "k",
        "\u{03BA}": "k",
        "\u{039A}": "k", "\u{1D0B}": "k", "\u{212A}": "k", "\u{049B}": "k", "\u{0442}": "t", "\u{0422}": "t", "\u{03C4}": "t",
        "\u{03A4}": "t",
        "\u{1D1B}": "t", "\u{13A2}": "t", "\u{2CA6}": "t", "7": "t", "+": "t",
    ]
    /// Latin letters with accents, whose canonical forms begin with a letter of the name.
    private static let accented: [Unicode.Scalar: Unicode.Scalar] = {
        let forms: [(Unicode.Scalar, String)] = [
            ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ"), ("c", "çćĉċčḉÇĆĈĊČḈ"), ("d", "ďđḋḍḏḑḓĎĐḊḌḎḐḒ"),
            ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ"), ("i", "ìíîïĩīĭįǐȉȋḭḯỉịÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ"), ("k", "ķǩḱḳḵĶǨḰḲḴ"),
            ("t", "ţťțŧṫṭṯṱẗŢŤȚŦṪṬṮṰ"),
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (letter, text) in forms { for scalar in text.unicodeScalars { table[scalar] = letter } }
        return table
    }()
}
