using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Bars as ISO/IEC 15417 has them.</summary>
public sealed class Code128Tests
{
    private static readonly string Printable = string.Concat(Enumerable.Range(' ', 95).Select(code => (char)code));

    // The worked example of many data sheets, PJJ123C, there in code set A with check value 54: set B starts one higher.
    [Fact]
    public void A_known_code_has_the_check_character_it_should() =>
        Assert.Equal("211214" + "313121" + "112133" + "112133" + "123221" + "223211" + "221132" + "131321" + "311321" + "2331112",
            string.Concat(Code128.Bars("PJJ123C")));

    // In every character bars and spaces are 11 modules and the bars alone an even number: a slip in the table breaks that.
    [Fact]
    public void Every_character_is_eleven_modules_its_bars_are_even_and_no_two_are_alike()
    {
        int[] bars = [.. Code128.Bars(Printable)];
        var characters = bars[..^7].Chunk(6).ToList();
        Assert.Equal(Printable.Length + 2, characters.Count);
        Assert.All(characters, one => Assert.Equal((11, 0), (one.Sum(), (one[0] + one[2] + one[4]) % 2)));
        Assert.Equal(Printable.Length, characters.Skip(1).Take(Printable.Length).Select(one => string.Concat(one)).Distinct().Count());
        Assert.Equal(Code128.ModulesOf(Printable), bars.Sum());
    }

    [Theory, InlineData(""), InlineData("é"), InlineData("a\n")]
    public void What_is_not_printable_ASCII_it_does_not_hold(string content) => Assert.False(Code128.Holds(content));
}
