using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Scanners;

/// <summary>From keys to codes: what scanners that are keyboards send, in every way in which they do.</summary>
public sealed class KeyReaderTests
{
    private const ushort Shift = 42, RightShift = 54, Ctrl = 29, Alt = 56, AltGr = 100, NumLock = 69, F5 = 63;

    // What a UK-delivered Zebra in HID mode sends for 4006381333931: one key a report, as `evtest` shows it.
    [Fact]
    public void Digits_and_enter_are_a_code()
    {
        ushort[] keys = [5, 11, 11, 7, 4, 9, 2, 4, 4, 4, 10, 4, 2, 28];
        Assert.Equal([new Scanned("4006381333931", "")], Read(new(), [.. keys.SelectMany(VirtualKeys.Stroke)]));
    }

    [Theory]
    [InlineData("us", "2 3 4 5 6 7 8 9 10 11", "1234567890")]
    [InlineData("us", "+42 2 3 4 5 6 7 8 9 10 11 -42", "!@#$%^&*()")]
    [InlineData("us", "21 44 12 53", "yz-/")]
    [InlineData("us", "+42 30 -42 30 +54 44 -54", "AaZ")]
    [InlineData("us", "58 30 +42 30 -42 2 58 30", "Aa1a")] // CapsLock, turned round by Shift, not of digits
    [InlineData("us", "82 79 80 81 75 76 77 71 72 73", "0123456789")] // number pad
    [InlineData("us", "69 79 83 74 98 78 55", "1.-/+*")] // NumLock types nothing
    [InlineData("us", "63 2 103 3", "12")] // nor do F5 and an arrow
    [InlineData("us", "30 +29 27 -29 48", "a\u001Db")] // Ctrl+]
    [InlineData("us", "30 +56 82 80 73 -56 48", "a\u001Db")] // Alt+029
    [InlineData("us", "30 +56 80 73 -56 48", "a\u001Db")] // Alt+29
    [InlineData("us", "+56 82 77 76 -56 +56 82 77 77 -56", "AB")] // everything as Alt codes: 065 066
    [InlineData("us", "+100 77 76 -100", "A")] // with the right Alt
    [InlineData("us", "+42 27 18 11 -42 2", "}E)1")]
    [InlineData("us", "27 +42 18 -42 11 5", "]E04|AIM")]
    [InlineData("de", "21 44 53 12", "zy-")] // with a sharp s: lost
    [InlineData("de", "21 44 53 2 11", "zy-10")]
    [InlineData("de", "+42 2 5 6 7 8 9 10 11 -42", "!$%&/()=")]
    [InlineData("de", "+100 8 9 10 11 12 16 86 27 -100", "{[]}\\@|~")]
    [InlineData("de", "+29 +56 9 -56 -29", "[")] // AltGr the way Windows types it
    [InlineData("de", "30 +29 27 -29 30", "a\u001Da")]
    [InlineData("de", "41 57 41 30", "^^a")] // a dead accent, ended by a blank and by a letter
    [InlineData("de", "+100 10 -100 +42 18 -42 11 5", "]E04|AIM")]
    [InlineData("fr", "+42 2 3 4 5 6 7 8 9 10 11 -42", "1234567890")]
    [InlineData("fr", "2 4 5 6 7 9", "&\"'(-_")]
    [InlineData("fr", "16 17 30 44 39 50 51 52 53", "azqwm,;:!")]
    [InlineData("fr", "+42 16 17 30 44 39 50 51 52 -42", "AZQWM?./")]
    [InlineData("fr", "+100 4 5 6 7 9 10 12 13 -100", "#{[|\\^]}")]
    [InlineData("fr", "82 79 80 81", "0123")]
    public void Keys_type_what_their_country_has_on_them(string layout, string strokes, string expected)
    {
        bool hasAim = expected.EndsWith("|AIM", StringComparison.Ordinal);
        string text = hasAim ? expected[..^4] : expected;
        var codes = Read(new() { Layout = layout }, [.. Strokes(strokes), .. VirtualKeys.Stroke(VirtualKeys.EnterKey)]);
        if (strokes == "21 44 53 12")
            Assert.Empty(codes);
        else
            Assert.Equal([hasAim ? new Scanned(text[3..], text[..3]) : new Scanned(text, "")], codes);
    }

    [Theory]
    [InlineData("2 14 3")] // a key that rubs out
    [InlineData("2 +56 30 -56 3")] // Alt with a letter
    [InlineData("2 +56 80 82 82 -56 3")] // Alt+200
    [InlineData("2 +29 30 -29 3")] // Ctrl+A
    [InlineData("2 +56 79 79 79 79 79 79 79 79 79 79 79 79 -56")]
    public void What_cannot_be_in_a_code_loses_it_and_not_the_next(string strokes)
    {
        byte[] next = VirtualKeys.Line("96385074");
        var outcomes = Outcomes(new(), [.. Strokes(strokes), .. VirtualKeys.Stroke(VirtualKeys.EnterKey), .. next]);
        Assert.Equal(2, outcomes.Count);
        Assert.Null(outcomes[0].Code);
        Assert.NotEqual("", outcomes[0].Lost);
        Assert.Equal(new Scanned("96385074", ""), outcomes[1].Code);
    }

    [Fact]
    public void A_key_held_so_long_that_it_repeats_is_one_character() => Assert.Equal(
        [new Scanned("5", "")],
        Read(new(), [.. VirtualKeys.Move(6, 1), .. VirtualKeys.Move(6, 2), .. VirtualKeys.Move(6, 2),
            .. VirtualKeys.Move(6, 0), .. Enter]));

    [Fact]
    public void What_was_under_way_when_keys_were_dropped_is_lost_up_to_its_end()
    {
        byte[] stream =
        [
            .. VirtualKeys.Text("4006"), .. VirtualKeys.Move(Shift, 1), .. VirtualKeys.Event(0, 3, 0),
            .. VirtualKeys.Event(1, 3, 1), .. VirtualKeys.Event(0, 0, 0), // of the report that was broken: passed over
            .. VirtualKeys.Text("3931"), .. Enter, .. VirtualKeys.Line("40084015"),
        ];
        var outcomes = Outcomes(new(), stream);
        Assert.Contains("keep up", outcomes[0].Lost, StringComparison.Ordinal);
        Assert.Equal([new Scanned("40084015", "")], outcomes.Skip(1).Select(one => one.Code)); // and Shift is not held
    }

    [Fact]
    public void An_event_broken_off_by_a_pause_does_not_spoil_the_next_code()
    {
        var reader = new KeyReader(new());
        var outcomes = new List<ScanOutcome>();
        reader.Take(VirtualKeys.Line("40084015").AsSpan(0, 77), outcomes);
        Assert.True(reader.IsWithin);
        reader.Pause(outcomes);
        reader.Take(VirtualKeys.Line("96385074"), outcomes);
        Assert.Equal([null, new Scanned("96385074", "")], outcomes.Select(one => one.Code));
    }

    [Fact]
    public void Whatever_a_US_scanner_types_is_read_in_whichever_pieces_it_comes() =>
        (from text in Gen.Char[Printable + '\u001D'].Array[1, 60]
         from control in Gen.Enum<TypedControl>()
         from cuts in Gen.Int[1, 200].Array[1, 20]
         select (Text: new string(text), control, cuts)).Sample(
            sample =>
            {
                var outcomes = new List<ScanOutcome>();
                var reader = new KeyReader(new());
                byte[] bytes = VirtualKeys.Line(sample.Text, sample.control);
                for (int at = 0, i = 0; at < bytes.Length; i++)
                {
                    int count = Math.Min(sample.cuts[i % sample.cuts.Length], bytes.Length - at);
                    reader.Take(bytes.AsSpan(at, count), outcomes);
                    at += count;
                }

                var code = Assert.Single(outcomes).Code!;
                Assert.Equal(sample.Text, code.Symbology + code.Data);
            }, iter: Fuzz.Inputs / 10);

    [Fact]
    public void No_events_make_it_fall_over_and_the_next_code_is_read() =>
        (from events in Gen.Select(Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[0, 5])), Gen.Int[0, 600], Gen.Int[-1, 3])
            .Array[0, 40]
         from layout in Gen.OneOfConst("us", "de", "fr")
         from tail in Gen.Byte.Array[0, 23]
         select (events, layout, tail)).Sample(
            sample =>
            {
                var outcomes = new List<ScanOutcome>();
                var reader = new KeyReader(new() { Layout = sample.layout });
                foreach (var (type, code, value) in sample.events)
                    reader.Take(VirtualKeys.Event((ushort)type, (ushort)code, value), outcomes);
                reader.Take(sample.tail, outcomes);
                reader.Pause(outcomes);

                // Whatever was held is let go, as the scanner's next code begins with nothing held; CapsLock does not matter to digits.
                foreach (ushort held in new ushort[] { Shift, RightShift, Ctrl, 97, Alt, AltGr })
                    reader.Take(VirtualKeys.Move(held, 0), outcomes);
                reader.Take(VirtualKeys.Stroke(VirtualKeys.EnterKey), outcomes);
                Assert.All(outcomes, one => Assert.True(one.Code is null ? one.Lost.Length > 0 : one.Code.Data.All(IsOfCodes)));
                outcomes.Clear();
                reader.Take([.. new ushort[] { 79, 80, 81 }.SelectMany(VirtualKeys.Stroke), .. Enter], outcomes);
                Assert.Equal("123", Assert.Single(outcomes).Code?.Data);
            }, iter: Fuzz.Inputs);

    private static readonly byte[] Enter = VirtualKeys.Stroke(VirtualKeys.EnterKey);
    private static readonly string Printable = string.Concat(Enumerable.Range(0x20, 0x5F).Select(one => (char)one));

    internal static bool IsOfCodes(char one) => one is '\u001D' or (>= ' ' and <= '~');

    // "+42 30 -42": Shift held, A pressed and let go, Shift let go.
    private static byte[] Strokes(string text) => [.. text.Split(' ').SelectMany(one => one[0] switch
    {
        '+' => VirtualKeys.Move(ushort.Parse(one[1..]), 1),
        '-' => VirtualKeys.Move(ushort.Parse(one[1..]), 0),
        _ => VirtualKeys.Stroke(ushort.Parse(one)),
    })];

    private static List<ScanOutcome> Outcomes(ScannerSettings settings, byte[] bytes)
    {
        var outcomes = new List<ScanOutcome>();
        new KeyReader(settings).Take(bytes, outcomes);
        return outcomes;
    }

    private static IEnumerable<Scanned> Read(ScannerSettings settings, byte[] bytes) =>
        Outcomes(settings, bytes).Select(one => one.Code).OfType<Scanned>();
}
