using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>Cases from GS1 General Specifications, section 7.9, and from real packs.</summary>
public sealed class GtinTests
{
    [Theory]
    [InlineData("6291041500213", "06291041500213")] // the worked example of the GS1 check digit page
    [InlineData("5449000000996", "05449000000996")]
    [InlineData("40170725", "00000040170725")] // GTIN-8
    [InlineData("036000291452", "00036000291452")] // GTIN-12
    [InlineData("15400141288763", "15400141288763")] // GTIN-14
    public void A_right_code_is_kept_as_14_digits(string scanned, string digits)
    {
        Assert.True(Gtin.TryParse(scanned, out var gtin));
        Assert.Equal(digits, gtin.Digits);
    }

    [Theory]
    [InlineData("5449000000995")]
    [InlineData("544900000099")]
    [InlineData("")]
    [InlineData("544900000099X")]
    [InlineData("٥٤٤٩٠٠٠٠٠٠٩٩٦")] // digits, but not those on a bar code
    [InlineData("123456789")]
    public void A_wrong_code_is_none(string scanned) => Assert.False(Gtin.TryParse(scanned, out _));

    [Fact]
    public void Every_single_wrong_digit_is_found()
    {
        const string good = "6291041500213";
        for (int i = 0; i < good.Length; i++)
        {
            for (char digit = '0'; digit <= '9'; digit++)
                Assert.Equal(digit == good[i], Gtin.TryParse(good[..i] + digit + good[(i + 1)..], out _));
        }
    }
}
