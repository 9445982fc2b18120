using System.Text;
using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Scanners;

/// <summary>From bytes of a line to codes.</summary>
public sealed class LineReaderTests
{
    [Theory]
    [InlineData("4006381333931\r", "4006381333931", "")]
    [InlineData("4006381333931\r\n", "4006381333931", "")]
    [InlineData("4006381333931\n", "4006381333931", "")]
    [InlineData("4006381333931\t", "4006381333931", "")]
    [InlineData("\u00024006381333931\u0003", "4006381333931", "")]
    [InlineData("\u00024006381333931\r\n\u0003", "4006381333931", "")]
    [InlineData("\0\0\r\n4006381333931\r\n", "4006381333931", "")] // a cable plugged in, and an empty line

    // AIM identifiers: ISO/IEC 15424; the element strings are those of the GS1 General Specifications.
    [InlineData("]E04006381333931\r", "4006381333931", "]E0")]
    [InlineData("]E496385074\r", "96385074", "]E4")]
    [InlineData("]C10109521234543213310300012510ABC123\u001D15260101\r", "0109521234543213310300012510ABC123\u001D15260101", "]C1")]
    [InlineData("]d2010952123454321310LOT\u001D21SER\r", "010952123454321310LOT\u001D21SER", "]d2")]
    [InlineData("]Q3010952123454321310LOT\r", "010952123454321310LOT", "]Q3")]
    [InlineData("]Q1https://id.example/01/09521234543213\r", "https://id.example/01/09521234543213", "]Q1")]
    [InlineData("]Q1]C10195\r", "]C10195", "]Q1")] // a code that pretends to be another
    [InlineData("]E0\r", "]E0", "")] // no code behind it: whatever it is, it is no identifier
    [InlineData("]10\r", "]10", "")]
    public void A_line_is_a_code(string sent, string data, string symbology) =>
        Assert.Equal([new Scanned(data, symbology)], Codes(Read(new(), sent)));

    [Theory]
    [InlineData("40063\u008013339\r", "U+0080")] // 8N1 read of a line that is set to 7E1
    [InlineData("40063\u000713339\r", "U+0007")]
    [InlineData("\u000240063\u0002", "began before")]
    public void What_is_not_whole_is_lost_and_the_next_is_read(string sent, string why)
    {
        var outcomes = Read(new(), sent + "40084015\r");
        Assert.Contains(why, outcomes[0].Lost, StringComparison.Ordinal);
        Assert.Equal([new Scanned("40084015", "")], Codes(outcomes));
    }

    [Fact]
    public void A_code_that_is_too_long_is_lost_and_not_cut()
    {
        var settings = new ScannerSettings { LengthMax = 20 };
        Assert.Equal([new Scanned(new string('1', 20), "")], Codes(Read(settings, new string('1', 20) + "\r")));
        var outcomes = Read(settings, new string('1', 21) + "\r2\r");
        Assert.Contains("longer than 20", outcomes[0].Lost, StringComparison.Ordinal);
        Assert.Equal([new Scanned("2", "")], Codes(outcomes));
    }

    [Theory]
    [InlineData(ScanEnd.SuffixOrPause, "", true)] // no suffix was ever seen
    [InlineData(ScanEnd.SuffixOrPause, "1\r", false)] // it sends suffixes: this is half of a code
    [InlineData(ScanEnd.Suffix, "", false)]
    [InlineData(ScanEnd.Pause, "1\r", true)]
    public void A_pause_ends_a_code_of_a_scanner_that_sends_no_suffix(ScanEnd end, string before, bool isCode)
    {
        var reader = new LineReader(new() { End = end });
        var outcomes = new List<ScanOutcome>();
        reader.Take(Encoding.Latin1.GetBytes(before + "40084015"), outcomes);
        reader.Pause(outcomes);
        Assert.False(reader.IsWithin);
        Assert.Equal(isCode ? new Scanned("40084015", "") : null, outcomes[^1].Code);
        reader.Take("2\r"u8, outcomes);
        Assert.Equal(new Scanned("2", ""), outcomes[^1].Code);
    }

    [Theory]
    [InlineData("%B4761739001010010^WEZEL/ANNA^30122010000?", false)]
    [InlineData(";4761739001010010=30122010000?", false)]
    [InlineData("%B4761739001010010^WEZEL^3012?;4761739001010010=3012?", false)]
    [InlineData(";476173900101=3012?", false)]
    [InlineData(";47617390010=3012?", true)] // too short for a card
    [InlineData("%B12345678901234567890^X^?", true)] // too long
    [InlineData("4761739001010010", true)] // any article's code might be so
    [InlineData("https://example.com/01/09501101530003?a=%B1^", true)]
    public void The_stripe_of_a_payment_card_is_not_taken(string sent, bool isCode)
    {
        var outcome = Assert.Single(Read(new(), sent + "\r"));
        Assert.Equal(isCode ? sent : null, outcome.Code?.Data);
        if (!isCode)
            Assert.StartsWith("it is the stripe of a payment card", outcome.Lost, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_it_fall_over_and_after_a_pause_the_next_code_is_read() =>
        (from bytes in Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Byte[0, 0x7F].Array[0, 300],
            Gen.OneOfConst<byte>(2, 3, 9, 10, 13, 0x1D, 0x30, 0x5D).Array[0, 80])
         from end in Gen.Enum<ScanEnd>()
         from most in Gen.Int[1, 250]
         from pauseAt in Gen.Int[0, 300]
         select (bytes, end, most, pauseAt)).Sample(
            sample =>
            {
                var reader = new LineReader(new() { End = sample.end, LengthMax = sample.most });
                var outcomes = new List<ScanOutcome>();
                int half = Math.Min(sample.pauseAt, sample.bytes.Length);
                reader.Take(sample.bytes.AsSpan(0, half), outcomes);
                if (reader.IsWithin)
                    reader.Pause(outcomes);
                Assert.False(reader.IsWithin);
                reader.Take(sample.bytes.AsSpan(half), outcomes);
                reader.Pause(outcomes);
                Assert.All(outcomes, one => Assert.True(one.Code is { } code
                    ? code.Data.Length > 0 && (code.Symbology + code.Data).Length <= sample.most && code.Data.All(KeyReaderTests.IsOfCodes)
                    : one.Lost.Length > 0));
                outcomes.Clear();
                reader.Take("7\r"u8, outcomes);
                Assert.Equal("7", Assert.Single(outcomes).Code?.Data);
            }, iter: Fuzz.Inputs);

    private static List<ScanOutcome> Read(ScannerSettings settings, string sent)
    {
        var outcomes = new List<ScanOutcome>();
        new LineReader(settings).Take(Encoding.Latin1.GetBytes(sent), outcomes);
        return outcomes;
    }

    private static IEnumerable<Scanned> Codes(IEnumerable<ScanOutcome> outcomes) => outcomes.Select(one => one.Code).OfType<Scanned>();
}
