using CsCheck;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>What makes one content of another.</summary>
public sealed class DatasetDeltaTests
{
    private static readonly Gen<byte[][]> Contents = Gen.Byte[0, 40].Array[0, 60]
        .Select(rows => rows.Select(row => new[] { row }).ToArray());

    [Fact]
    public void Whatever_differs_the_steps_make_the_new_content() => Gen.Select(Contents, Contents).Sample(pair =>
    {
        var (before, after) = pair;
        Assert.Equal(Convert.ToHexString(SentDataset.ContentOf(after)), Convert.ToHexString(Apply(before, Delta(before, after))));
    });

    [Fact]
    public void Where_one_row_of_many_differs_the_steps_are_small()
    {
        byte[][] before = [.. Enumerable.Range(0, 10_000).Select(i => System.Text.Encoding.UTF8.GetBytes($"item {i:00000} costs {i * 7}"))];
        byte[][] after = [.. before];
        after[5_000] = "item 05000 costs less"u8.ToArray();
        byte[] delta = Delta(before, after);
        Assert.True(delta.Length < 100, $"{delta.Length} bytes");
        Assert.Equal(SentDataset.ContentOf(after), Apply(before, delta));
    }

    [Fact]
    public void Steps_that_do_not_fit_are_damage()
    {
        byte[] keepsTooMany = Row(new DeltaStep { Keep = 5 }), dropsTooMany = Row(new DeltaStep { Drop = 5 });
        foreach (byte[] delta in new[] { keepsTooMany, dropsTooMany, [0xff, 0xff, 0xff, 0xff, 0xff], [5, 1], [2, 0xff, 0xff] })
            Assert.Throws<InvalidDataException>(() => Apply([[1], [2]], delta));
    }

    [Fact]
    public void No_bytes_whatsoever_upset_them() => Gen.Byte.Array[0, 200].Sample(delta =>
    {
        try
        {
            Apply([[1], [2], [3]], delta);
        }
        catch (InvalidDataException)
        {
            // Refused in words.
        }
    });

    private static byte[] Row(DeltaStep step)
    {
        using var rows = new MemoryStream();
        DatasetRows.Write(rows, step.ToByteArray());
        return rows.ToArray();
    }

    private static byte[] Delta(byte[][] before, byte[][] after)
    {
        using var delta = new MemoryStream();
        DatasetDelta.Make(before, after, delta);
        return delta.ToArray();
    }

    private static byte[] Apply(byte[][] before, byte[] delta)
    {
        using var after = new MemoryStream();
        DatasetDelta.Apply(new MemoryStream(SentDataset.ContentOf(before)), new MemoryStream(delta), after, 1_000_000);
        return after.ToArray();
    }
}
