using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>What an ESC/POS printer says, as Epson's reference has it.</summary>
public sealed class EscPosStatusTests
{
    [Fact]
    public void A_jobs_number_comes_back_between_its_header_and_a_NUL() => // GS ( H, function 48
        Assert.Equal([new AnswerBlock(0x37, "\"0042")], Heard(0x37, 0x22, (byte)'0', (byte)'0', (byte)'4', (byte)'2', 0));

    [Fact]
    public void A_cleared_buffer_is_told() => Assert.Equal([new AnswerBlock(0x37, "%")], Heard(0x37, 0x25, 0)); // DLE DC4, fn = 8

    [Fact]
    public void A_name_is_a_block_too() => // GS I 67
        Assert.Equal([new AnswerBlock(0x5F, "TM-T88V")], Heard([0x5F, .. "TM-T88V"u8, 0]));

    // GS a, tables of the four bytes: drawer high and offline and cover open; knife; near end and end.
    [Theory]
    [InlineData(new byte[] { 0x14, 0, 0, 0x0F }, "drawer")]
    [InlineData(new byte[] { 0x18, 0, 0, 0x0F }, "offline")]
    [InlineData(new byte[] { 0x38, 0, 0, 0x0F }, "offline cover")]
    [InlineData(new byte[] { 0x18, 0x08, 0, 0x0F }, "offline knife")]
    [InlineData(new byte[] { 0x18, 0x20, 0, 0x0F }, "offline error")]
    [InlineData(new byte[] { 0x18, 0x40, 0, 0x0F }, "offline error")]
    [InlineData(new byte[] { 0x10, 0, 0x03, 0x0F }, "near")]
    [InlineData(new byte[] { 0x18, 0, 0x0F, 0x0F }, "offline near out")]
    public void An_automatic_status_says_what_the_table_says(byte[] told, string what) =>
        Assert.Equal(what, Words(Assert.IsType<AutomaticStatus>(Assert.Single(Heard(told))).Status));

    [Theory] // DLE EOT 1, 2, 4 and 3
    [InlineData(0x16, 0x12, 0x12, 0x12, "drawer")]
    [InlineData(0x1A, 0x16, 0x12, 0x12, "offline cover")]
    [InlineData(0x1A, 0x32, 0x7E, 0x12, "offline near out")]
    [InlineData(0x12, 0x12, 0x1E, 0x12, "near")]
    [InlineData(0x1A, 0x52, 0x12, 0x1A, "offline knife error")]
    public void Three_answers_say_what_the_tables_say(byte printer, byte cause, byte paper, byte fault, string what) =>
        Assert.Equal(what, Words(EscPosStatus.Of(printer, cause, paper, fault)));

    [Fact]
    public void XON_and_XOFF_in_between_are_passed_over() => Assert.Equal(
        [new AnswerBlock(0x37, "\"0001"), new AnswerNow(0x12)],
        Heard(0x13, 0x37, 0x22, 0x11, (byte)'0', (byte)'0', 0x13, (byte)'0', (byte)'1', 0, 0x11, 0x12));

    [Fact]
    public void No_bytes_whatsoever_upset_it_and_no_jobs_number_comes_of_them() => Gen.Byte.Array[0, 100].Sample(
        bytes =>
        {
            var words = Heard(bytes);
            Assert.DoesNotContain(new AnswerBlock(0x37, "\"0042"), words);
            // After a block's longest and a status' rest what it says next is heard again.
            Assert.Contains(new AnswerNow(0x12), Heard([.. bytes, .. new byte[84], 0x12]));
        }, iter: Fuzz.Inputs);

    private static List<EscPosWord> Heard(params byte[] bytes)
    {
        var status = new EscPosStatus();
        return [.. bytes.Select(status.Take).OfType<EscPosWord>()];
    }

    private static string Words(PrinterStatus status) => string.Join(' ', new (bool IsSo, string Word)[]
    {
        (status.DrawerHigh, "drawer"), (status.Offline, "offline"), (status.CoverOpen, "cover"), (status.PaperNearEnd, "near"),
        (status.PaperOut, "out"), (status.KnifeError, "knife"), (status.Error, "error"),
    }.Where(one => one.IsSo).Select(one => one.Word));
}
