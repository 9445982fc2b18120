using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>What makes one content of another. Head office keeps rows in one order, so that few rows differ.</summary>
public static class DatasetDelta
{
    // A step is a row of its own; what it puts in is cut before it is too large for one.
    private const int PutBytes = DatasetRows.MaxRowBytes / 2;

    /// <summary>Writes the steps from an old content to a new one.</summary>
    public static void Make(IReadOnlyList<byte[]> before, IEnumerable<byte[]> after, Stream delta)
    {
        var places = new Dictionary<ByteString, int>(before.Count);
        for (int i = before.Count - 1; i >= 0; i--)
            places[UnsafeByteOperations.UnsafeWrap(before[i])] = i;
        var step = new DeltaStep();
        int at = 0, putBytes = 0;
        foreach (byte[] row in after)
        {
            if (places.TryGetValue(UnsafeByteOperations.UnsafeWrap(row), out int place) && place >= at)
            {
                // A step keeps, drops, then puts: whatever comes in another order begins the next one.
                if (place > at || step.Drop > 0 || step.Put.Count > 0)
                {
                    step.Drop += place - at;
                    End(ref step, delta);
                    putBytes = 0;
                }

                step.Keep++;
                at = place + 1;
                continue;
            }

            step.Put.Add(UnsafeByteOperations.UnsafeWrap(row));
            putBytes += row.Length;
            if (putBytes < PutBytes)
                continue;
            End(ref step, delta);
            putBytes = 0;
        }

        End(ref step, delta);
    }

    /// <summary>Makes the new content. What is left of the old one after the last step is not in it.</summary>
    /// <exception cref="InvalidDataException">The steps do not fit the old content, or make more than allowed.</exception>
    public static void Apply(Stream before, Stream delta, Stream after, long mostBytes)
    {
        long bytes = 0;
        void Put(ReadOnlySpan<byte> row)
        {
            if ((bytes += row.Length) > mostBytes)
                throw new InvalidDataException($"it makes more than {mostBytes} bytes");
            DatasetRows.Write(after, row);
        }

        while (DatasetRows.Next(delta) is { } packed)
        {
            var step = DatasetRows.Parse(DeltaStep.Parser, packed);
            for (long i = 0; i < step.Keep; i++)
                Put(DatasetRows.Next(before) ?? throw new InvalidDataException("it keeps more rows than there are"));
            for (long i = 0; i < step.Drop; i++)
                _ = DatasetRows.Next(before) ?? throw new InvalidDataException("it drops more rows than there are");
            foreach (var row in step.Put)
                Put(row.Span);
        }
    }

    private static void End(ref DeltaStep step, Stream delta)
    {
        if (step.CalculateSize() > 0)
            DatasetRows.Write(delta, step.ToByteArray());
        step = new DeltaStep();
    }
}
