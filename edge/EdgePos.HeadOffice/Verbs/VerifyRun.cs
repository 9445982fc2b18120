namespace EdgePos.HeadOffice;

/// <summary>Proves the books: says of each stream that it is whole, or the first thing that is wrong with it.</summary>
internal sealed class VerifyRun(Books books, TextWriter output)
{
    /// <summary>True: also says where each ends.</summary>
    public bool TellsHeads { get; init; }

    /// <summary>Walks all of them, in one snapshot.</summary>
    public int Run(CancellationToken stop)
    {
        using var connection = books.Store.OpenToRead();
        using var snapshot = connection.BeginSnapshot();
        int wrong = 0, streams = 0;
        foreach (var stream in StreamProof.Streams(connection))
        {
            stop.ThrowIfCancellationRequested();
            streams++;
            if (TellsHeads)
                output.WriteLine($"{stream.Name}: {stream.Seq}:{Convert.ToHexStringLower(stream.Hash)}");
            if (StreamProof.FirstFinding(connection, stream) is not { } finding)
                continue;
            wrong++;
            output.WriteLine($"{stream.Name}: {finding}");
        }

        output.WriteLine(wrong == 0 ? $"{streams} streams, all sound" : $"{streams} streams, {wrong} of them not sound");
        return wrong == 0 ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }
}
