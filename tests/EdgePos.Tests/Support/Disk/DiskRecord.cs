namespace EdgePos.Tests;

/// <summary>
/// Everything that SQLite did to the files of a folder, in order, so that the files can be made as a power cut at any
/// moment may have left them: what was synced is there; of what was not, any part may be.
/// </summary>
internal sealed class DiskRecord(string folder) : DiskTap(folder)
{
    private const int Sector = 512;

    private readonly List<Step> _steps = [];

    private enum What
    {
        Create,
        Write,
        Truncate,
        Sync,
        Delete,
        DeleteForSure,
    }

    private sealed record Step(What What, string File, long At, byte[] Bytes);

    /// <summary>How much was done so far.</summary>
    public int Count
    {
        get
        {
            lock (Order)
                return _steps.Count;
        }
    }

    public override void Create(string file) => Keep(What.Create, file);

    public override int Write(string file, long offset, ReadOnlySpan<byte> bytes, RealWrite real)
    {
        lock (Order)
        {
            Keep(What.Write, file, offset, bytes.ToArray());
            return real(bytes, offset);
        }
    }

    public override int Truncate(string file, long size, Func<int> real) => Do(real, What.Truncate, file, size);

    public override int Delete(string file, bool forSure, Func<int> real) =>
        Do(real, forSure ? What.DeleteForSure : What.Delete, file);

    // Noted when it is done: until then nothing is promised.
    public override int Sync(string file, nint handle, Func<int> real)
    {
        lock (Order)
        {
            int result = real();
            Keep(What.Sync, file);
            return result;
        }
    }

    /// <summary>Writes the files into a folder as a power cut after so many steps may have left them.</summary>
    /// <param name="steps">How many steps were done.</param>
    /// <param name="fate">Decides for each part that was not synced whether it reached the disk.</param>
    public void Rebuild(int steps, IPowerCut fate, string into)
    {
        foreach (var file in _steps.Take(steps).GroupBy(step => step.File))
        {
            using var content = new MemoryStream();
            if (IsThere([.. file], fate, content))
                File.WriteAllBytes(Path.Combine(into, file.Key), content.GetBuffer().AsSpan(0, (int)content.Length));
        }
    }

    private static bool IsThere(List<Step> steps, IPowerCut fate, MemoryStream content)
    {
        int synced = steps.FindLastIndex(step => step.What is What.Sync or What.DeleteForSure);
        bool there = false;
        foreach (var (i, step) in steps.Index())
        {
            bool sure = i <= synced;
            if (step.What == What.Write)
            {
                int arrived = sure ? step.Bytes.Length : fate.BytesThatArrive(step.Bytes.Length, Sector);
                there = true;
                if (arrived == 0)
                    continue; // it leaves no hole either
                content.Position = step.At;
                content.Write(step.Bytes, 0, arrived);
            }
            else if (step.What != What.Sync && (sure || fate.Arrives()))
            {
                content.SetLength(step.What == What.Truncate ? step.At : 0);
                there = step.What is What.Create or What.Truncate;
            }
        }

        return there;
    }

    private int Do(Func<int> real, What what, string file, long at = 0)
    {
        lock (Order)
        {
            Keep(what, file, at);
            return real();
        }
    }

    private void Keep(What what, string file, long at = 0, byte[]? bytes = null)
    {
        lock (Order)
            _steps.Add(new Step(what, file, at, bytes ?? []));
    }
}

/// <summary>What becomes of writes that were not synced when the power went.</summary>
internal interface IPowerCut
{
    /// <summary>How much of a write is on the disk: all, nothing, or whole sectors from its beginning.</summary>
    int BytesThatArrive(int length, int sector);

    /// <summary>Whether a file's making, cutting or deleting is on the disk.</summary>
    bool Arrives();
}
