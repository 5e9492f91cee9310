/** The tags of an article. */
export const TagList = ({ tags }: { tags: string[] }) => (
  <ul class="tag-list">
    {tags.map((tag) => (
      <li key={tag} class="tag-default tag-pill tag-outline">
        {tag}
      </li>
    ))}
  </ul>
);
