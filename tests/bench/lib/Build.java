import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/** Lucene as a peer: path, title and text of a tab-separated file, 2 kB of text stored, merged into one segment. */
public class Build {
    public static void main(String[] args) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(args[1])), config);
             BufferedReader in = Files.newBufferedReader(Path.of(args[0]))) {
            int pages = 0;
            for (String line; (line = in.readLine()) != null; pages++) {
                String[] fields = line.split("\t", 3);
                Document document = new Document();
                document.add(new StringField("path", fields[0], Field.Store.YES));
                document.add(new TextField("title", fields[1], Field.Store.YES));
                document.add(new TextField("text", fields[2], Field.Store.NO));
                document.add(new StoredField("shown", fields[2].substring(0, Math.min(2000, fields[2].length()))));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
            System.out.println(pages);
        }
    }
}
